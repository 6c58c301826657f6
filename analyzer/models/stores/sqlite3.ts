import type { LibraryModel } from "../model.js";
import { preparedStatements, sqliteConflicts } from "./sqlite-statements.js";

const sql = { argument: 0 } as const;
const parameters = { argument: 1 } as const;

/** sqlite3 with callbacks, and the sqlite package that makes promises of them. */
export default {
  library: "sqlite3",
  packages: ["sqlite3", "sqlite"],
  versions: ">=4",
  docs: "https://github.com/TryGhost/node-sqlite3/wiki/API",
  names: {
    default: "",
    "verbose()": "",
    "open()": "Database#",
    "Database.Database#": "Database#",
    "cached.Database()": "Database#",
  },
  calls: [
    {
      match: "Database#run",
      effect: "sql",
      sql,
      parameters,
      claim: { property: "changes", won: "positive", by: "update" },
      returns: "reply",
    },
    { match: "Database#get", effect: "sql", sql, parameters, returns: "row" },
    { match: ["Database#all", "Database#each"], effect: "sql", sql, parameters, returns: "rows" },
    { match: "Database#exec", effect: "sql", sql },
    ...preparedStatements(["all", "each"]),
  ],
  conflicts: sqliteConflicts,
} satisfies LibraryModel;
