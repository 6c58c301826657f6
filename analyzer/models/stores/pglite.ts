import type { LibraryModel } from "../model.js";

/** PGlite: PostgreSQL in process. */
export default {
  library: "PGlite",
  packages: ["@electric-sql/pglite", "@electric-sql/pglite/worker"],
  versions: "*",
  docs: "https://pglite.dev/docs/api",
  names: {
    "PGlite.create()": "PGlite#",
    "Transaction#": "PGlite#",
    "PGliteInterface#": "PGlite#",
    "PGliteWorker#": "PGlite#",
  },
  calls: [
    {
      match: "PGlite#query",
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      claim: { property: "affectedRows", won: "positive", by: "update" },
      returns: "rows",
    },
    {
      match: ["PGlite#sql", "PGlite#exec"],
      effect: "sql",
      sql: { argument: 0 },
      claim: { property: "affectedRows", won: "positive", by: "update" },
      returns: "rows",
    },
  ],
  wrappers: [
    {
      match: "PGlite#transaction",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "PGlite#",
      what: "PGlite runs the callback in one transaction",
    },
  ],
  conflicts: [{ property: "code", equals: "23505" }],
} satisfies LibraryModel;
