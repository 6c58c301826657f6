import type { LibraryModel } from "../model.js";
import { preparedStatements, sqliteConflicts } from "./sqlite-statements.js";

/** better-sqlite3: nothing of the process runs between two calls without an `await`. */
export default {
  library: "better-sqlite3",
  packages: ["better-sqlite3"],
  versions: ">=7",
  docs: "https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md",
  names: {
    default: "Database",
    "": "Database",
    "default()": "Database#",
    "Database()": "Database#",
    "Database.Database#": "Database#",
    ...Object.fromEntries(
      ["bind", "pluck", "raw", "expand", "safeIntegers"].map((name) => [
        `Database#prepare().${name}()`,
        "Database#prepare()",
      ]),
    ),
  },
  calls: [...preparedStatements(["all", "iterate"]), { match: "Database#exec", effect: "sql", sql: { argument: 0 } }],
  wrappers: [
    {
      match: "Database#transaction",
      kind: "transaction",
      callback: { argument: 0 },
      returnsFunction: true,
      variants: ["deferred", "immediate", "exclusive"],
      what: "better-sqlite3 runs the function in one transaction",
    },
  ],
  conflicts: sqliteConflicts,
} satisfies LibraryModel;
