import type { LibraryModel } from "../model.js";

/** postgres.js: a statement is a tagged template. */
export default {
  library: "postgres.js",
  packages: ["postgres"],
  versions: ">=3",
  docs: "https://github.com/porsager/postgres",
  names: {
    "default()": "Sql#",
    "()": "Sql#",
    "postgres.Sql#": "Sql#",
    "default.Sql#": "Sql#",
    "TransactionSql#": "Sql#",
    "default.TransactionSql#": "Sql#",
    "postgres.TransactionSql#": "Sql#",
    "ReservedSql#": "Sql#",
    "ISql#": "Sql#",
    "Sql#reserve()": "Sql#",
  },
  calls: [
    {
      match: "Sql#",
      when: [{ place: { argument: 0 }, template: true }],
      effect: "sql",
      sql: { argument: 0 },
      claim: { property: "count", won: "positive", by: "update" },
      returns: "rows",
    },
    {
      match: "Sql#unsafe",
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      claim: { property: "count", won: "positive", by: "update" },
      returns: "rows",
    },
    { match: "Sql#notify", effect: "publish", target: { argument: 0 }, values: { argument: 1 } },
  ],
  wrappers: [
    {
      match: ["Sql#begin", "Sql#savepoint"],
      kind: "transaction",
      callback: { argument: -1 },
      handle: "Sql#",
      isolation: { argument: 0 },
      what: "postgres.js runs the callback in one transaction",
    },
  ],
  conflicts: [{ property: "code", equals: "23505" }],
} satisfies LibraryModel;
