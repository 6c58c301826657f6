import type { LibraryModel } from "../model.js";

const sql = { argument: 0 } as const;

/** Oracle's driver: values are bound by name or by place, and only `autoCommit` or `commit()` ends the transaction. */
export default {
  library: "oracledb",
  packages: ["oracledb"],
  versions: ">=5",
  docs: "https://node-oracledb.readthedocs.io/en/latest/api_manual/connection.html#connection.execute",
  names: {
    default: "",
    "getConnection()": "Connection#",
    "Pool#getConnection()": "Connection#",
    "createPool()": "Pool#",
  },
  calls: [
    {
      match: "Connection#execute",
      effect: "sql",
      sql,
      parameters: { argument: 1 },
      claim: { property: "rowsAffected", won: "positive", by: "update" },
      returns: "rows",
    },
    {
      match: "Connection#executeMany",
      effect: "sql",
      sql,
      parameters: { argument: 1, property: "[]" },
      returns: "reply",
    },
    { match: "Connection#queryStream", effect: "sql", sql, parameters: { argument: 1 }, returns: "rows" },
  ],
  conflicts: [
    { property: "errorNum", equals: 1 },
    { property: "code", equals: "ORA-00001" },
  ],
} satisfies LibraryModel;
