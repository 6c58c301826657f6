import type { LibraryModel } from "../model.js";
import { mongoCommands } from "./mongo-commands.js";

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

/** Prisma Client 5 to 7, from the package or from a generated folder. */
export default {
  library: "Prisma",
  packages: [
    "@prisma/client",
    "@prisma/client/*",
    ".prisma/client",
    "*/generated/prisma",
    "*/generated/prisma/client",
    "*/generated/prisma/index",
    "*/generated/prisma/edge",
    "*/generated/prisma/sql",
    "*/generated/prisma-client",
    "*/generated/client",
    "*/generated/client/client",
    "*/generated/client/sql",
    "*/prisma/generated",
    "*/prisma/generated/client",
    "*/prisma/client",
  ],
  versions: ">=5 <8",
  docs: "https://www.prisma.io/docs/orm/reference/prisma-client-reference",
  names: {
    "default.PrismaClient": "PrismaClient",
    "Prisma.TransactionClient#": "PrismaClient#",
    "Prisma.DefaultPrismaClient#": "PrismaClient#",
    "PrismaClient#$extends()": "PrismaClient#",
  },
  calls: [
    { match: "PrismaClient#*.create", effect: "insert", target, values: data, relative, nested, returns: "row" },
    {
      match: ["PrismaClient#*.createMany"],
      effect: "insert",
      target,
      values: data,
      conflictClauses: [skipDuplicates],
      claim: { property: "count", won: "positive", by: "insert" },
      returns: "count",
    },
    {
      match: "PrismaClient#*.createManyAndReturn",
      effect: "insert",
      target,
      values: data,
      conflictClauses: [skipDuplicates],
      claim: { won: "non-empty", by: "insert" },
      returns: "rows",
    },
    { match: "PrismaClient#*.update", effect: "update", target, where, values: data, relative, nested, returns: "row" },
    {
      match: "PrismaClient#*.updateMany",
      effect: "update",
      target,
      where,
      values: data,
      relative,
      claim: { property: "count", won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: "PrismaClient#*.updateManyAndReturn",
      effect: "update",
      target,
      where,
      values: data,
      relative,
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    {
      match: "PrismaClient#*.upsert",
      effect: "upsert",
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
    { match: "PrismaClient#*.delete", effect: "delete", target, where, conditional: true, returns: "row" },
    {
      match: "PrismaClient#*.deleteMany",
      effect: "delete",
      target,
      where,
      claim: { property: "count", won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: [
        "PrismaClient#*.findUnique",
        "PrismaClient#*.findUniqueOrThrow",
        "PrismaClient#*.findFirst",
        "PrismaClient#*.findFirstOrThrow",
      ],
      effect: "read",
      target,
      where,
      selects,
      returns: "row",
    },
    { match: "PrismaClient#*.findMany", effect: "read", target, where, selects, returns: "rows" },
    { match: "PrismaClient#*.groupBy", effect: "read", target, where, returns: "rows" },
    { match: ["PrismaClient#*.count", "PrismaClient#*.aggregate"], effect: "read", target, where, returns: "count" },
    {
      match: ["PrismaClient#$executeRaw", "PrismaClient#$executeRawUnsafe"],
      effect: "sql",
      sql: { argument: 0 },
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: ["PrismaClient#$queryRaw", "PrismaClient#$queryRawUnsafe"],
      effect: "sql",
      sql: { argument: 0 },
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    {
      match: "PrismaClient#$queryRawTyped",
      effect: "sql",
      sql: { argument: 0 },
      sqlFiles: "sql",
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    ...mongoCommands("PrismaClient#$runCommandRaw"),
  ],
  extensions: { call: "$extends", client: "client", models: "model", everyModel: ["$allModels"] },
  makers: [{ match: ["Prisma.defineExtension", "Prisma.getExtensionContext"], values: { argument: 0 } }],
  wrappers: [
    {
      match: "PrismaClient#$transaction",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "PrismaClient#",
      isolation: { argument: 1, property: "isolationLevel" },
      what: "Prisma runs the callback in one transaction",
    },
  ],
  conflicts: [
    { property: "code", equals: "P2002" },
    // Of raw statements, whose own code is P2010 whatever failed.
    { property: "meta.driverAdapterError.cause.originalCode", equals: "23505" },
  ],
} satisfies LibraryModel;
