import type { LibraryModel } from "../model.js";

const target = { owner: true } as const;
const where = { link: "where", argument: 0 } as const;
const related = { link: ["relatedQuery", "$relatedQuery"], argument: 0 } as const;
const first = { argument: 0 } as const;

/** A method of a query, right after `query()` or later in the chain. */
function at(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`Model.query().${name}`, `Model.query().**.${name}`]);
}

/** Objection: models whose queries are Knex chains. */
export default {
  library: "Objection",
  packages: ["objection"],
  versions: ">=2",
  docs: "https://vincit.github.io/objection.js/api/query-builder/mutate-methods.html",
  names: { "Model.relatedQuery()": "Related#", "Model.fromJson()": "Model#", "Model#$relatedQuery()": "Related#" },
  calls: [
    // The rows of a relation: which table holds them only its mapping says.
    {
      match: ["insert", "insertAndFetch"].flatMap((name) => [`Related#${name}`, `Related#**.${name}`]),
      effect: "insert",
      target: related,
      values: first,
      returns: "row",
    },
    {
      match: ["patch", "update"].flatMap((name) => [`Related#${name}`, `Related#**.${name}`]),
      effect: "update",
      target: related,
      values: first,
      where,
      returns: "count",
    },
    // Which way a relation goes only its mapping says: where two rows are joined by a third, that one has both ids as its key.
    {
      match: ["relate", "unrelate"].flatMap((name) => [`Related#${name}`, `Related#**.${name}`]),
      effect: "update",
      target: related,
      values: first,
      where,
      returns: "count",
    },
    {
      match: ["increment", "decrement"].flatMap((name) => [`Related#${name}`, `Related#**.${name}`]),
      effect: "increment",
      target: related,
      column: first,
      where,
      returns: "count",
    },
    {
      match: at(["insert", "insertAndFetch", "insertGraph"]),
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
    { match: at(["upsertGraph"]), effect: "upsert", target, values: first, returns: "row" },
    {
      match: at(["patch", "update"]),
      effect: "update",
      target,
      values: first,
      where,
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: at(["patchAndFetchById", "updateAndFetchById"]),
      effect: "update",
      target,
      where: first,
      values: { argument: 1 },
      returns: "row",
    },
    { match: at(["increment", "decrement"]), effect: "increment", target, column: first, where, returns: "count" },
    { match: at(["delete", "deleteById"]), effect: "delete", target, where, returns: "count" },
    {
      match: at(["findById", "findOne", "first"]),
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
