import type { LibraryModel } from "../model.js";
import { preparedStatements, sqliteConflicts } from "./sqlite-statements.js";

/** bun:sqlite, which comes with Bun. */
export default {
  library: "bun:sqlite",
  packages: ["bun:sqlite"],
  versions: "*",
  docs: "https://bun.com/docs/api/sqlite",
  names: { default: "Database", "Database#query()": "Database#prepare()" },
  calls: [
    ...preparedStatements(["all", "values"]),
    {
      match: ["Database#run", "Database#exec"],
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      claim: { property: "changes", won: "positive", by: "update" },
      returns: "reply",
    },
  ],
  wrappers: [
    {
      match: "Database#transaction",
      kind: "transaction",
      callback: { argument: 0 },
      returnsFunction: true,
      variants: ["deferred", "immediate", "exclusive"],
      what: "Bun runs the function in one transaction",
    },
  ],
  conflicts: sqliteConflicts,
} satisfies LibraryModel;
