import type { LibraryModel } from "./model.js";

const table = { link: "insert", argument: 0 } as const;
const where = { link: "where", argument: 0 } as const;

/** Drizzle ORM over every driver: the builder's links tell what happens. */
export default {
  library: "Drizzle",
  packages: ["drizzle-orm", "drizzle-orm/*"],
  versions: ">=0.29",
  docs: "https://orm.drizzle.team/docs/insert",
  names: {
    "drizzle()": "Database#",
    "drizzle.mock()": "Database#",
    "*Database#": "Database#",
    "*Transaction#": "Database#",
    "Database#with()": "Database#",
  },
  calls: [
    {
      match: ["Database#insert().values", "Database#insert().ignore().values", "Database#insert().select"],
      effect: "insert",
      target: table,
      values: { argument: 0 },
      conflictClauses: [
        {
          link: "onConflictDoNothing",
          mode: "ignore",
          target: { link: "onConflictDoNothing", argument: 0, property: "target" },
        },
        {
          link: "onConflictDoUpdate",
          mode: "merge",
          target: { link: "onConflictDoUpdate", argument: 0, property: "target" },
          set: { link: "onConflictDoUpdate", argument: 0, property: "set" },
        },
        {
          link: "onDuplicateKeyUpdate",
          mode: "merge",
          set: { link: "onDuplicateKeyUpdate", argument: 0, property: "set" },
        },
        { link: "ignore", mode: "ignore" },
      ],
      claim: { won: "non-empty", by: "insert" },
      returns: "rows",
    },
    {
      match: "Database#update().set",
      effect: "update",
      target: { link: "update", argument: 0 },
      values: { argument: 0 },
      where,
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    {
      match: "Database#delete",
      effect: "delete",
      target: { argument: 0 },
      where,
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    {
      match: ["Database#select().from", "Database#selectDistinct().from", "Database#selectDistinctOn().from"],
      effect: "read",
      target: { argument: 0 },
      where,
      locks: { place: { link: "for", argument: 0 } },
      returns: "rows",
    },
    {
      match: "Database#query.*.findFirst",
      effect: "read",
      target: { segment: 1 },
      where: { argument: 0, property: "where" },
      returns: "row",
    },
    {
      match: "Database#query.*.findMany",
      effect: "read",
      target: { segment: 1 },
      where: { argument: 0, property: "where" },
      returns: "rows",
    },
    { match: "Database#$count", effect: "read", target: { argument: 0 }, where: { argument: 1 }, returns: "count" },
    {
      match: ["Database#execute", "Database#run", "Database#all", "Database#get"],
      effect: "sql",
      sql: { argument: 0 },
      claim: { property: "rowCount", won: "positive", by: "update" },
      returns: "rows",
    },
  ],
  wrappers: [
    {
      match: "Database#transaction",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "Database#",
      isolation: { argument: 1, property: "isolationLevel" },
      what: "Drizzle runs the callback in one transaction",
    },
  ],
  comparisons: [
    { match: "eq", operator: "=" },
    { match: "ne", operator: "<>" },
    { match: "lt", operator: "<" },
    { match: "lte", operator: "<=" },
    { match: "gt", operator: ">" },
    { match: "gte", operator: ">=" },
    { match: "inArray", operator: "in" },
    { match: "isNull", operator: "null" },
    { match: "isNotNull", operator: "not-null" },
    { match: "and", operator: "and" },
    { match: "or", operator: "or" },
    { match: "not", operator: "not" },
  ],
  conflicts: [
    { property: "cause.code", equals: "23505" },
    { property: "code", equals: "23505" },
    { property: "cause.code", equals: "ER_DUP_ENTRY" },
    { property: "code", equals: "ER_DUP_ENTRY" },
    { property: "cause.code", equals: "SQLITE_CONSTRAINT_UNIQUE" },
    { property: "code", equals: "SQLITE_CONSTRAINT_UNIQUE" },
    { property: "cause.code", equals: "SQLITE_CONSTRAINT_PRIMARYKEY" },
    { property: "code", equals: "SQLITE_CONSTRAINT_PRIMARYKEY" },
  ],
} satisfies LibraryModel;
