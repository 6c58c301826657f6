import type { LibraryModel } from "../model.js";

/** node-postgres and the drivers that share its `query`: the statement's text tells what happens. */
export default {
  library: "node-postgres",
  packages: ["pg", "pg-pool", "@neondatabase/serverless", "@vercel/postgres"],
  versions: ">=8",
  docs: "https://node-postgres.com/apis/client",
  names: {
    default: "",
    "#": "Pool#",
    "PoolClient#": "Client#",
    "ClientBase#": "Client#",
    "Pool#connect()": "Client#",
    "createPool()": "Pool#",
    "createClient()": "Client#",
    "VercelPool#": "Pool#",
    "VercelClient#": "Client#",
    "VercelPoolClient#": "Client#",
    db: "Pool#",
    sql: "Sql#",
    "Pool#sql": "Sql#",
    "Client#sql": "Sql#",
    "neon()": "Sql#",
    "NeonQueryFunction#": "Sql#",
  },
  calls: [
    {
      match: ["Pool#query", "Client#query", "Sql#query"],
      effect: "sql",
      sql: { argument: 0, property: "text" },
      parameters: { argument: 0, property: "values" },
      when: [{ place: { argument: 0, property: "text" } }],
      claim: { property: "rowCount", won: "positive", by: "update" },
      returns: "rows",
    },
    {
      match: ["Pool#query", "Client#query", "Sql#query"],
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      claim: { property: "rowCount", won: "positive", by: "update" },
      returns: "rows",
    },
    { match: "Sql#", effect: "sql", sql: { argument: 0 }, claim: { won: "non-empty", by: "update" }, returns: "rows" },
  ],
  conflicts: [{ property: "code", equals: "23505" }],
} satisfies LibraryModel;
