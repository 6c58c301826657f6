import type { CallModel } from "../call-model.js";

const relative = ["increment", "decrement", "multiply", "divide", "push"] as const;
const nested = [
  { name: "create", replaced: "deleteMany" },
  { name: "createMany", values: "data", ignores: "skipDuplicates", replaced: "deleteMany" },
  { name: "connectOrCreate", values: "create", where: "where" },
  { name: "upsert", values: "create", where: "where" },
  { name: "upsert", values: "update", where: "where", changes: true },
  { name: "update", values: "data", where: "where", changes: true },
  // Of a relation to one row, whose columns stand there themselves.
  { name: "update", changes: true },
  { name: "updateMany", values: "data", where: "where", changes: true },
] as const;
const target = { segment: 0 } as const;
const where = { argument: 0, property: "where" } as const;
const selects = [{ argument: 0, property: "select" }] as const;
const data = { argument: 0, property: "data" } as const;
const skipDuplicates = { option: { argument: 0, property: "skipDuplicates" }, mode: "ignore" } as const;

/** The calls of a client of this path; what its upsert does before it writes, where it is no statement of its own. */
export function prismaCalls(client: `${string}#`, looksFirst?: string): readonly CallModel[] {
  return [
    { match: `${client}*.create`, effect: "insert", target, values: data, relative, nested, returns: "row" },
    {
      match: [`${client}*.createMany`],
      effect: "insert",
      target,
      values: data,
      conflictClauses: [skipDuplicates],
      claim: { property: "count", won: "positive", by: "insert" },
      returns: "count",
    },
    {
      match: `${client}*.createManyAndReturn`,
      effect: "insert",
      target,
      values: data,
      conflictClauses: [skipDuplicates],
      claim: { won: "non-empty", by: "insert" },
      returns: "rows",
    },
    { match: `${client}*.update`, effect: "update", target, where, values: data, relative, nested, returns: "row" },
    {
      match: `${client}*.updateMany`,
      effect: "update",
      target,
      where,
      values: data,
      relative,
      claim: { property: "count", won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: `${client}*.updateManyAndReturn`,
      effect: "update",
      target,
      where,
      values: data,
      relative,
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    {
      match: `${client}*.upsert`,
      effect: "upsert",
      ...(looksFirst === undefined ? {} : { looksFirst }),
      target,
      where,
      values: { argument: 0, property: "create" },
      relative,
      nested,
      conflictTarget: where,
      conflictClauses: [
        {
          option: { argument: 0, property: "update" },
          mode: "merge",
          target: where,
          set: { argument: 0, property: "update" },
        },
      ],
      returns: "row",
    },
    // Deleting what is gone throws (P2025): a second attempt does not get past it.
    { match: `${client}*.delete`, effect: "delete", target, where, conditional: true, returns: "row" },
    {
      match: `${client}*.deleteMany`,
      effect: "delete",
      target,
      where,
      claim: { property: "count", won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: [
        `${client}*.findUnique`,
        `${client}*.findUniqueOrThrow`,
        `${client}*.findFirst`,
        `${client}*.findFirstOrThrow`,
      ],
      effect: "read",
      target,
      where,
      selects,
      returns: "row",
    },
    { match: `${client}*.findMany`, effect: "read", target, where, selects, returns: "rows" },
    { match: `${client}*.groupBy`, effect: "read", target, where, returns: "rows" },
    { match: [`${client}*.count`, `${client}*.aggregate`], effect: "read", target, where, returns: "count" },
    {
      match: [`${client}$executeRaw`, `${client}$executeRawUnsafe`],
      effect: "sql",
      sql: { argument: 0 },
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: [`${client}$queryRaw`, `${client}$queryRawUnsafe`],
      effect: "sql",
      sql: { argument: 0 },
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
  ];
}
