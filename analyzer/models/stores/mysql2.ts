import type { LibraryModel } from "../model.js";

const match = ["Pool#query", "Pool#execute", "Connection#query", "Connection#execute"] as const;
const claim = { property: "0.affectedRows", won: "positive", by: "update" } as const;

/** mysql2 and mysql: the statement's text tells what happens. */
export default {
  library: "mysql2",
  packages: ["mysql2", "mysql2/promise", "mysql", "promise-mysql", "mariadb"],
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
    {
      match,
      when: [{ place: { argument: 0, property: "sql" } }],
      effect: "sql",
      sql: { argument: 0, property: "sql" },
      parameters: { argument: 0, property: "values" },
      claim,
      returns: "rows",
    },
    { match, effect: "sql", sql: { argument: 0 }, parameters: { argument: 1 }, claim, returns: "rows" },
  ],
  brackets: [{ begin: "Connection#beginTransaction", commit: "Connection#commit", rollback: "Connection#rollback" }],
  conflicts: [
    { property: "code", equals: "ER_DUP_ENTRY" },
    { property: "errno", equals: 1062 },
  ],
} satisfies LibraryModel;
