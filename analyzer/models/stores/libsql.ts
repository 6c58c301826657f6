import type { LibraryModel } from "../model.js";
import { sqliteConflicts } from "./sqlite-statements.js";

const claim = { property: "rowsAffected", won: "positive", by: "update" } as const;

/** libSQL and Turso. */
export default {
  library: "libSQL",
  packages: ["@libsql/client", "@libsql/client/*"],
  versions: "*",
  docs: "https://docs.turso.tech/sdk/ts/reference",
  names: { "createClient()": "Client#", "Client#transaction()": "Client#", "Transaction#": "Client#" },
  calls: [
    {
      match: "Client#execute",
      when: [{ place: { argument: 0, property: "sql" } }],
      effect: "sql",
      sql: { argument: 0, property: "sql" },
      parameters: { argument: 0, property: "args" },
      claim,
      returns: "rows",
    },
    {
      match: "Client#execute",
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      claim,
      returns: "rows",
    },
    { match: "Client#executeMultiple", effect: "sql", sql: { argument: 0 } },
    {
      match: ["Client#batch", "Client#migrate"],
      effect: "upsert",
      values: { argument: 0 },
      batch: {
        place: { argument: 0 },
        atomic: true,
        texts: { effect: "sql", sql: { argument: 0 } },
        items: { sql: [{ effect: "sql", sql: { argument: 0 }, parameters: { argument: 1, property: "args" } }] },
      },
      returns: "rows",
    },
  ],
  brackets: [{ begin: "Client#transaction", commit: "Client#commit", rollback: "Client#rollback" }],
  conflicts: sqliteConflicts,
} satisfies LibraryModel;
