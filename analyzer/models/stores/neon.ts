import type { LibraryModel } from "../model.js";
import { pgConflicts, pgQueries } from "./pg-statements.js";

/** Neon's driver: one statement over HTTP, or a list of them in one transaction. Its pool is that of node-postgres. */
export default {
  library: "Neon",
  packages: ["@neondatabase/serverless"],
  versions: ">=0.6",
  docs: "https://neon.com/docs/serverless/serverless-driver",
  names: {
    default: "",
    "PoolClient#": "Client#",
    "ClientBase#": "Client#",
    "Pool#connect()": "Client#",
    "neon()": "Sql#",
    "NeonQueryFunction#": "Sql#",
    "NeonQueryFunctionInTransaction#": "Sql#",
  },
  calls: [
    ...pgQueries(["Pool#query", "Client#query"]),
    {
      match: "Sql#query",
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      claim: { property: "rowCount", won: "positive", by: "update" },
      returns: "rows",
    },
    { match: "Sql#", effect: "sql", sql: { argument: 0 }, claim: { won: "non-empty", by: "update" }, returns: "rows" },
  ],
  wrappers: [
    {
      match: "Sql#transaction",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "Sql#",
      isolation: { argument: 1, property: "isolationLevel" },
      what: "Neon runs the statements in one transaction",
    },
  ],
  conflicts: pgConflicts,
} satisfies LibraryModel;
