import type { LibraryModel } from "../model.js";
import { preparedStatements, sqliteConflicts } from "./sqlite-statements.js";

/** bun:sqlite, which comes with Bun: `query` is a `prepare` that is remembered. */
export default {
  library: "bun:sqlite",
  packages: ["bun:sqlite"],
  versions: "*",
  docs: "https://bun.com/docs/api/sqlite",
  names: { default: "Database", "Database.open()": "Database#", "Database#query()": "Database#prepare()" },
  calls: [
    ...preparedStatements(["all", "values", "iterate"]),
    {
      match: ["Database#run", "Database#exec"],
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      spread: true,
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
      what: "bun:sqlite runs the function in one transaction",
    },
  ],
  conflicts: sqliteConflicts,
} satisfies LibraryModel;
