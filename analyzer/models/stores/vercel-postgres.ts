import type { LibraryModel } from "../model.js";
import { pgConflicts, pgQueries } from "./pg-statements.js";

/** Vercel Postgres: Neon's pool, of which the pool itself is a tag. */
export default {
  library: "Vercel Postgres",
  packages: ["@vercel/postgres"],
  versions: ">=0.4",
  docs: "https://vercel.com/docs/postgres/sdk",
  names: {
    "createPool()": "Pool#",
    "createClient()": "Client#",
    "VercelPool#": "Pool#",
    "VercelClient#": "Client#",
    "VercelPoolClient#": "Client#",
    "Pool#connect()": "Client#",
    db: "Pool#",
    sql: "Pool#",
  },
  calls: [
    ...pgQueries(["Pool#query", "Client#query"]),
    {
      match: ["Pool#", "Pool#sql", "Client#sql"],
      when: [{ place: { argument: 0 }, template: true }],
      effect: "sql",
      sql: { argument: 0 },
      claim: { property: "rowCount", won: "positive", by: "update" },
      returns: "rows",
    },
  ],
  conflicts: pgConflicts,
} satisfies LibraryModel;
