import type { LibraryModel } from "../model.js";

const target = { link: "", argument: 0 } as const;
/** The table that the chain names elsewhere, or that of the model whose builder this is (Objection's `knexQuery()`). */
const orTarget = [{ link: ["into", "table", "from"], argument: 0 }, { owner: true }] as const;
const where = { link: ["where", "andWhere", "whereNull", "whereIn", "whereNot"], argument: 0 } as const;
const locks = { place: { link: ["forUpdate", "forNoKeyUpdate", "forShare", "forKeyShare"] } } as const;

/** A builder's method, called on the table or on `knex` itself. */
function on(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`Knex#**.${name}`, `Knex#${name}`]);
}

/** Knex: `knex("orders")` and what follows. */
export default {
  library: "Knex",
  packages: ["knex"],
  versions: ">=0.95",
  docs: "https://knexjs.org/guide/query-builder.html#insert",
  names: {
    "default()": "Knex#",
    "knex()": "Knex#",
    "()": "Knex#",
    "default.knex()": "Knex#",
    "Knex.Transaction#": "Knex#",
    "Knex.Knex#": "Knex#",
    "default.Transaction#": "Knex#",
    "Knex#transaction()": "Knex#",
    "Knex#transactionProvider()()": "Knex#",
    "Knex#withSchema()": "Knex#",
    "Knex#queryBuilder()": "Knex#",
  },
  changes: ["where", "andWhere", "whereNull", "whereIn", "whereNot", "onConflict", "ignore", "merge", "forUpdate"].map(
    (name) => `Knex#**.${name}`,
  ),
  calls: [
    {
      match: on(["insert"]),
      effect: "insert",
      target,
      orTarget,
      values: { argument: 0 },
      conflictClauses: [
        { link: "ignore", mode: "ignore", target: { link: "onConflict", argument: 0 } },
        {
          link: "merge",
          mode: "merge",
          target: { link: "onConflict", argument: 0 },
          set: { link: "merge", argument: 0 },
        },
      ],
      claim: { won: "non-empty", by: "insert" },
      returns: "rows",
    },
    { match: "Knex#batchInsert", effect: "insert", target: { argument: 0 }, values: { argument: 1 }, returns: "rows" },
    {
      match: on(["update"]),
      when: [{ place: { argument: 1 }, absent: true }],
      effect: "update",
      target,
      orTarget,
      values: { argument: 0 },
      where,
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: on(["update"]),
      effect: "update",
      target,
      orTarget,
      column: { argument: 0 },
      where,
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: on(["increment", "decrement"]),
      effect: "increment",
      target,
      orTarget,
      column: { argument: 0 },
      where,
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    { match: on(["upsert"]), effect: "upsert", target, orTarget, values: { argument: 0 } },
    {
      match: on(["del", "delete"]),
      effect: "delete",
      target,
      orTarget,
      where,
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    { match: on(["truncate"]), effect: "delete", target, orTarget },
    {
      match: on(["first"]),
      effect: "read",
      target,
      orTarget,
      where,
      locks,
      returns: "row",
    },
    {
      match: on(["count"]),
      effect: "read",
      target,
      orTarget,
      where,
      returns: "count",
    },
    {
      match: on(["select", "pluck"]),
      effect: "read",
      target,
      orTarget,
      where,
      locks,
      returns: "rows",
    },
    {
      match: ["Knex#raw", "Knex#schema.raw"],
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      returns: "rows",
    },
    { match: "Knex#", effect: "read", target: { argument: 0 }, where, locks, returns: "rows" },
  ],
  wrappers: [
    {
      match: ["Knex#transaction", "Knex#savepoint"],
      kind: "transaction",
      callback: { argument: 0 },
      handle: "Knex#",
      isolation: { argument: 1, property: "isolationLevel" },
      what: "Knex runs the callback in one transaction",
    },
  ],
  brackets: ["Knex#transaction", "Knex#transactionProvider()"].map((begin) => ({
    begin,
    commit: "Knex#commit",
    rollback: "Knex#rollback",
  })),
  conflicts: [
    { property: "code", equals: "23505" },
    { property: "code", equals: "ER_DUP_ENTRY" },
    { property: "errno", equals: 1062 },
    { property: "code", equals: "SQLITE_CONSTRAINT_UNIQUE" },
    { property: "code", equals: "SQLITE_CONSTRAINT" },
  ],
} satisfies LibraryModel;
