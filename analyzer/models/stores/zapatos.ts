import type { LibraryModel } from "../model.js";
import { pgConflicts } from "./pg-statements.js";

const target = { argument: 0 } as const;
const values = { argument: 1 } as const;
const onlyWith = ["run"] as const;
const upsert = { target, values, conflictTarget: { argument: 2 }, onlyWith, returns: "row" } as const;

/** Zapatos: a query is made by a function and sent by its `run`. */
export default {
  library: "Zapatos",
  packages: ["zapatos/db"],
  versions: ">=3",
  docs: "https://jawj.github.io/zapatos/",
  calls: [
    { match: "insert", effect: "insert", target, values, onlyWith, returns: "row" },
    {
      match: "upsert",
      when: [{ place: { argument: 3, property: "updateColumns" }, path: "doNothing" }],
      effect: "insert",
      ...upsert,
      conflictClauses: [
        { option: { argument: 3, property: "updateColumns" }, mode: "ignore", target: { argument: 2 } },
      ],
      claim: { won: "truthy", by: "insert" },
    },
    {
      match: "upsert",
      effect: "upsert",
      ...upsert,
      claim: { property: "$action", won: { equals: "INSERT" }, by: "insert" },
    },
    {
      match: "update",
      effect: "update",
      target,
      values,
      where: { argument: 2 },
      onlyWith,
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    { match: "deletes", effect: "delete", target, where: { argument: 1 }, onlyWith, returns: "rows" },
    { match: "select", effect: "read", target, where: { argument: 1 }, onlyWith, returns: "rows" },
    {
      match: ["selectOne", "selectExactlyOne"],
      effect: "read",
      target,
      where: { argument: 1 },
      locks: { place: { argument: 2, property: "lock.for" }, equals: "UPDATE" },
      onlyWith,
      returns: "row",
    },
    { match: "count", effect: "read", target, where: { argument: 1 }, onlyWith, returns: "count" },
    { match: "sql", effect: "sql", sql: { argument: 0 }, onlyWith, returns: "rows" },
  ],
  wrappers: [
    {
      match: ["serializable"],
      kind: "transaction",
      callback: { argument: 1 },
      isolation: { text: "serializable" },
      reruns: "Zapatos runs the callback again up to 5 times by default when PostgreSQL cannot serialize it",
      what: "Zapatos runs the callback in one serializable transaction",
    },
    {
      match: ["repeatableRead", "readCommitted"],
      kind: "transaction",
      callback: { argument: 1 },
      reruns: "Zapatos runs the callback again up to 5 times by default when PostgreSQL cannot serialize it",
      what: "Zapatos runs the callback in one transaction",
    },
    {
      match: "transaction",
      kind: "transaction",
      callback: { argument: 2 },
      isolation: { argument: 1 },
      reruns: "Zapatos runs the callback again up to 5 times by default when PostgreSQL cannot serialize it",
      what: "Zapatos runs the callback in one transaction",
    },
  ],
  conflicts: pgConflicts,
} satisfies LibraryModel;
