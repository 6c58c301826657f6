import type { LibraryModel } from "../model.js";
import { mysqlConflicts, mysqlStatements } from "./mysql-statements.js";

/** MariaDB's own connector. `batch` sends one statement with many rows of values. */
export default {
  library: "MariaDB",
  packages: ["mariadb"],
  versions: ">=3",
  docs: "https://github.com/mariadb-corporation/mariadb-connector-nodejs/blob/main/documentation/promise-api.md",
  names: {
    default: "",
    "createPool()": "Pool#",
    "createConnection()": "Connection#",
    "createPoolCluster()": "Pool#",
    "PoolCluster#": "Pool#",
    "PoolCluster#of()": "Pool#",
    "FilteredPoolCluster#": "Pool#",
    "Pool#getConnection()": "Connection#",
    "PoolConnection#": "Connection#",
  },
  calls: [
    ...mysqlStatements(["Pool#query", "Pool#execute", "Connection#query", "Connection#execute"], "affectedRows"),
    ...mysqlStatements(["Pool#batch", "Connection#batch"], "affectedRows"),
    {
      match: "Connection#prepare().execute",
      effect: "sql",
      sql: { link: "prepare", argument: 0 },
      parameters: { argument: 0 },
      claim: { property: "affectedRows", won: "positive", by: "update" },
      returns: "rows",
    },
  ],
  brackets: [{ begin: "Connection#beginTransaction", commit: "Connection#commit", rollback: "Connection#rollback" }],
  conflicts: mysqlConflicts,
} satisfies LibraryModel;
