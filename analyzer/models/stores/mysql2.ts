import type { LibraryModel } from "../model.js";
import { mysqlConflicts, mysqlStatements } from "./mysql-statements.js";

/** mysql2 and mysql: the statement's text tells what happens. */
export default {
  library: "mysql2",
  packages: ["mysql2", "mysql2/promise", "mysql", "promise-mysql"],
  versions: ">=2",
  docs: "https://sidorares.github.io/node-mysql2/docs",
  names: {
    default: "",
    "createPool()": "Pool#",
    "createConnection()": "Connection#",
    "createPoolCluster()": "Pool#",
    "PoolCluster#": "Pool#",
    "Pool#getConnection()": "Connection#",
    "PoolConnection#": "Connection#",
    "Pool#promise()": "Pool#",
    "Connection#promise()": "Connection#",
  },
  calls: [
    ...mysqlStatements(["Pool#query", "Pool#execute", "Connection#query", "Connection#execute"], "0.affectedRows"),
    {
      match: "Connection#prepare().execute",
      effect: "sql",
      sql: { link: "prepare", argument: 0 },
      parameters: { argument: 0 },
      claim: { property: "0.affectedRows", won: "positive", by: "update" },
      returns: "rows",
    },
  ],
  brackets: [{ begin: "Connection#beginTransaction", commit: "Connection#commit", rollback: "Connection#rollback" }],
  conflicts: mysqlConflicts,
} satisfies LibraryModel;
