import type { LibraryModel } from "../model.js";

const target = { owner: true } as const;
const where = { link: ["where", "andWhere", "whereNull", "whereIn", "whereNot"], argument: 0 } as const;
const related = { link: ["relatedQuery", "$relatedQuery"], argument: 0 } as const;
const first = { argument: 0 } as const;
const row = { record: true } as const;
const inserts = ["insert", "insertAndFetch", "insertGraph", "insertGraphAndFetch"] as const;
const byId = ["patchAndFetchById", "updateAndFetchById"] as const;
const updates = ["patch", "update"] as const;
const fetching = [...updates, "patchAndFetch", "updateAndFetch"] as const;
const moves = ["increment", "decrement"] as const;
const deletes = ["delete", "deleteById"] as const;
/** `patch(changes).findById(id)` only says which row is meant. */
const asks = [
  {
    place: { link: [...inserts, "upsertGraph", "upsertGraphAndFetch", ...byId, ...updates, ...moves, ...deletes] },
    absent: true,
  },
] as const;

/** A method of a query, right after `query()` or later in the chain. */
function at(names: readonly string[], query = "Model.query()."): readonly string[] {
  return names.flatMap((name) => [`${query}${name}`, `${query}**.${name}`]);
}

/** Objection: models whose queries are Knex chains. */
export default {
  library: "Objection",
  packages: ["objection"],
  versions: ">=2",
  docs: "https://vincit.github.io/objection.js/api/query-builder/mutate-methods.html",
  names: {
    "Model.relatedQuery()": "Related#",
    "Model.fromJson()": "Model#",
    "Model#$relatedQuery()": "Related#",
    "Model#$query()": "Own#",
    "Model.bindKnex()": "Model",
    "Model.bindTransaction()": "Model",
  },
  calls: [
    // Knex itself, and its builder for the model's table.
    { match: "Model.knex", effect: "read", returns: { path: "Knex#", library: "Knex" } },
    { match: "Model.knexQuery", effect: "read", returns: { path: "Knex#()", library: "Knex" } },
    // The rows of a relation: which table holds them only its mapping says.
    {
      match: at(["insert", "insertAndFetch"], "Related#"),
      effect: "insert",
      target: related,
      values: first,
      returns: "row",
    },
    {
      match: at(updates, "Related#"),
      effect: "update",
      target: related,
      values: first,
      where,
      returns: "count",
    },
    // Which way a relation goes only its mapping says: where two rows are joined by a third, that one has both ids as its key.
    {
      match: at(["relate", "unrelate"], "Related#"),
      effect: "update",
      target: related,
      values: first,
      where,
      returns: "count",
    },
    {
      match: at(moves, "Related#"),
      effect: "increment",
      target: related,
      column: first,
      where,
      returns: "count",
    },
    {
      match: at(inserts),
      effect: "insert",
      target,
      values: first,
      conflictClauses: [
        { link: "ignore", mode: "ignore", target: { link: "onConflict", argument: 0 } },
        {
          link: "merge",
          mode: "merge",
          target: { link: "onConflict", argument: 0 },
          set: { link: "merge", argument: 0 },
        },
      ],
      returns: "row",
    },
    // Without its id the root of the graph is a new row.
    { match: at(["upsertGraph", "upsertGraphAndFetch"]), effect: "save", target, values: first, returns: "row" },
    {
      match: at(updates),
      effect: "update",
      target,
      values: first,
      where,
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: at(byId),
      effect: "update",
      target,
      where: first,
      values: { argument: 1 },
      returns: "row",
    },
    { match: at(moves), effect: "increment", target, column: first, where, returns: "count" },
    { match: at(deletes), effect: "delete", target, where, returns: "count" },
    // The row that it is called on.
    { match: at(fetching, "Own#"), effect: "update", target, where: row, values: first, returns: "row" },
    { match: at(moves, "Own#"), effect: "increment", target, where: row, column: first, returns: "count" },
    {
      match: at(["insert", "insertAndFetch"], "Own#"),
      effect: "insert",
      target,
      values: row,
      returns: "row",
    },
    { match: at(["delete"], "Own#"), effect: "delete", target, where: row, returns: "count" },
    {
      match: at(["findById", "findOne", "first"]),
      when: asks,
      effect: "read",
      target,
      where: first,
      locks: { place: { link: "forUpdate" } },
      record: "Model#",
      returns: "row",
    },
    { match: at(["resultSize"]), effect: "read", target, where, returns: "count" },
    { match: "Model.query", effect: "read", target, where, returns: "rows" },
  ],
  makers: [{ match: "Model.fromJson", values: first, target, record: "Model#" }],
  wrappers: [
    {
      match: ["Model.transaction", "transaction"],
      kind: "transaction",
      callback: { argument: -1 },
      what: "Objection runs the callback in one transaction",
    },
  ],
  conflicts: [{ instance: "UniqueViolationError" }, { property: "nativeError.code", equals: "23505" }],
} satisfies LibraryModel;
