import type { LibraryModel } from "../model.js";

/** mssql: parameters are named and given by calls of `input` before the statement. */
export default {
  library: "mssql",
  packages: ["mssql", "mssql/msnodesqlv8"],
  versions: ">=6",
  docs: "https://tediousjs.github.io/node-mssql/",
  names: {
    default: "",
    "connect()": "ConnectionPool#",
    "ConnectionPool#connect()": "ConnectionPool#",
    "ConnectionPool#request()": "Request#",
    "ConnectionPool#transaction()": "Transaction#",
    "Transaction#request()": "Request#",
    "Request#input()": "Request#",
  },
  calls: [
    {
      match: ["Request#query", "Request#batch", "ConnectionPool#query", "query"],
      effect: "sql",
      sql: { argument: 0 },
      bound: "input",
      claim: { property: "rowsAffected.0", won: "positive", by: "update" },
      returns: "rows",
    },
    // A stored procedure does what it does.
    { match: "Request#execute", effect: "call", target: { argument: 0 }, returns: "reply" },
    { match: "Request#bulk", effect: "insert", target: { argument: 0 }, returns: "count" },
  ],
  brackets: [{ begin: "Transaction#begin", commit: "Transaction#commit", rollback: "Transaction#rollback" }],
  conflicts: [
    { property: "number", equals: 2627 },
    { property: "number", equals: 2601 },
  ],
} satisfies LibraryModel;
