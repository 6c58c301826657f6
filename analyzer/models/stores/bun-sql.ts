import { bunServers } from "../functions/bun.js";
import type { LibraryModel } from "../model.js";

/** Bun's own client of PostgreSQL, MySQL and SQLite: a statement is a tagged template. */
export default {
  library: "Bun SQL",
  packages: ["bun"],
  globals: ["Bun"],
  versions: ">=1.2",
  docs: "https://bun.com/docs/api/sql",
  names: {
    sql: "Sql#",
    postgres: "Sql#",
    "Bun.sql": "Sql#",
    "Bun.postgres": "Sql#",
    "SQL#": "Sql#",
    "Bun.SQL#": "Sql#",
    "TransactionSQL#": "Sql#",
    "SavepointSQL#": "Sql#",
    "ReservedSQL#": "Sql#",
    "Sql#reserve()": "Sql#",
  },
  // One module: its servers stand here, too.
  entries: bunServers,
  calls: [
    {
      match: "Sql#",
      when: [{ place: { argument: 0 }, template: true }],
      effect: "sql",
      sql: { argument: 0 },
      claim: { property: ["count", "affectedRows"], won: "positive", by: "update" },
      returns: "rows",
    },
    {
      match: "Sql#unsafe",
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      claim: { property: ["count", "affectedRows"], won: "positive", by: "update" },
      returns: "rows",
    },
    { match: "Sql#notify", effect: "publish", target: { argument: 0 }, values: { argument: 1 } },
  ],
  wrappers: [
    {
      match: ["Sql#begin", "Sql#transaction", "Sql#savepoint"],
      kind: "transaction",
      callback: { argument: -1 },
      handle: "Sql#",
      isolation: { argument: 0 },
      what: "Bun runs the callback in one transaction",
    },
    {
      match: "Sql#beginDistributed",
      kind: "transaction",
      callback: { argument: 1 },
      handle: "Sql#",
      what: "Bun runs the callback in one distributed transaction",
    },
  ],
  conflicts: [
    { property: "errno", equals: "23505" },
    { property: "code", equals: "23505" },
    { property: "errno", equals: 1062 },
    { property: "code", equals: "ER_DUP_ENTRY" },
    { property: "code", equals: "SQLITE_CONSTRAINT_UNIQUE" },
    { property: "code", equals: "SQLITE_CONSTRAINT_PRIMARYKEY" },
  ],
} satisfies LibraryModel;
