import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const where = { link: ["where", "whereRef"], argument: 0 } as const;
const first = { argument: 0 } as const;
const builders = {
  values: "ExpressionBuilder#",
  set: "ExpressionBuilder#",
  where: "ExpressionBuilder#",
  onConflict: "OnConflictBuilder#",
  doUpdateSet: "ExpressionBuilder#",
  onDuplicateKeyUpdate: "ExpressionBuilder#",
  thenUpdateSet: "ExpressionBuilder#",
  thenInsertValues: "ExpressionBuilder#",
} as const;
const conflictClauses = [
  { link: "ignore", mode: "ignore" },
  { link: "orIgnore", mode: "ignore" },
  { link: "orReplace", mode: "merge" },
  { link: "doNothing", mode: "ignore", target: { link: ["column", "columns"], argument: 0 } },
  {
    link: "doUpdateSet",
    mode: "merge",
    target: { link: ["column", "columns"], argument: 0 },
    set: { link: "doUpdateSet", argument: 0 },
  },
  { link: "onDuplicateKeyUpdate", mode: "merge", set: { link: "onDuplicateKeyUpdate", argument: 0 } },
] as const;
const locks = { place: { link: ["forUpdate", "forNoKeyUpdate", "forShare", "forKeyShare"] } } as const;

/** `set({ count: (eb) => eb("count", "+", 1) })` */
const relative = ["()"] as const;

const queries: readonly CallModel[] = [
  {
    match: "Kysely#insertInto",
    effect: "insert",
    target: first,
    values: { link: ["values", "expression"], argument: 0 },
    relative,
    conflictClauses,
    claim: { property: ["", "numInsertedOrUpdatedRows"], won: "positive", by: "insert" },
    builders,
  },
  {
    match: "Kysely#replaceInto",
    effect: "upsert",
    target: first,
    values: { link: "values", argument: 0 },
    builders,
  },
  {
    match: "Kysely#mergeInto",
    when: [{ place: { link: "thenUpdateSet" } }],
    effect: "update",
    target: first,
    values: { link: "thenUpdateSet", argument: 0 },
    relative,
    builders,
  },
  {
    match: "Kysely#mergeInto",
    effect: "upsert",
    target: first,
    values: { link: "thenInsertValues", argument: 0 },
    builders,
  },
  {
    match: "Kysely#updateTable",
    when: [{ place: { link: "set", argument: 1 } }],
    effect: "update",
    target: first,
    column: { link: "set", argument: 0 },
    where,
    claim: { property: ["", "numUpdatedRows"], won: "positive", by: "update" },
    builders,
  },
  {
    match: "Kysely#updateTable",
    effect: "update",
    target: first,
    values: { link: "set", argument: 0 },
    relative,
    where,
    claim: { property: ["", "numUpdatedRows"], won: "positive", by: "update" },
    builders,
  },
  {
    match: "Kysely#deleteFrom",
    effect: "delete",
    target: first,
    where,
    claim: { property: ["", "numDeletedRows"], won: "positive", by: "update" },
    builders,
  },
  {
    match: "Kysely#selectFrom",
    effect: "read",
    target: first,
    where,
    locks,
    builders,
  },
];

/** Kysely: nothing runs before `execute`. */
export default {
  library: "Kysely",
  packages: ["kysely"],
  versions: ">=0.26",
  docs: "https://kysely-org.github.io/kysely-apidoc/",
  names: {
    "Transaction#": "Kysely#",
    "ControlledTransaction#": "Kysely#",
    "QueryCreator#": "Kysely#",
    "Kysely#withSchema()": "Kysely#",
    "Kysely#withTables()": "Kysely#",
    "Kysely#with()": "Kysely#",
    "Kysely#withRecursive()": "Kysely#",
    "Kysely#withPlugin()": "Kysely#",
    "Kysely#withoutPlugins()": "Kysely#",
    "Kysely#startTransaction().execute()": "Kysely#",
    "Kysely#startTransaction().setIsolationLevel().execute()": "Kysely#",
  },
  calls: [
    ...queries.flatMap(run),
    {
      match: ["sql().execute", "sql.raw().execute", "sql().compile", "sql.raw().compile"],
      effect: "sql",
      sql: { link: ["sql", "raw"], argument: 0 },
      returns: "rows",
    },
    {
      match: "Kysely#executeQuery",
      effect: "sql",
      sql: first,
      returns: "rows",
    },
  ],
  wrappers: [
    {
      match: ["Kysely#with", "Kysely#withRecursive"],
      kind: "invoke",
      callback: { argument: 1 },
      handle: "Kysely#",
      besides: true,
      what: "Kysely makes a part of the statement of it",
    },
    {
      match: ["Kysely#transaction().execute", "Kysely#transaction().**.execute"],
      kind: "transaction",
      callback: { argument: 0 },
      handle: "Kysely#",
      isolation: { link: "setIsolationLevel", argument: 0 },
      what: "Kysely runs the callback in one transaction",
    },
    {
      match: "Kysely#connection().execute",
      kind: "invoke",
      callback: { argument: 0 },
      handle: "Kysely#",
      what: "Kysely runs the callback on one connection",
    },
  ],
  brackets: [
    {
      begin: "Kysely#startTransaction().execute",
      commit: "Kysely#commit().execute",
      rollback: "Kysely#rollback().execute",
    },
    {
      begin: "Kysely#startTransaction().setIsolationLevel().execute",
      commit: "Kysely#commit().execute",
      rollback: "Kysely#rollback().execute",
    },
  ],
  comparisons: [
    { match: "ExpressionBuilder#", operator: "=" },
    { match: "ExpressionBuilder#and", operator: "and" },
    { match: "ExpressionBuilder#or", operator: "or" },
    { match: "ExpressionBuilder#not", operator: "not" },
  ],
  conflicts: [
    { property: "code", equals: "23505" },
    { property: "code", equals: "ER_DUP_ENTRY" },
    { property: "errno", equals: 1062 },
    { property: "code", equals: "SQLITE_CONSTRAINT_UNIQUE" },
    { property: "code", equals: "SQLITE_CONSTRAINT_PRIMARYKEY" },
  ],
} satisfies LibraryModel;

/** One row, or all. What is compiled is sent by another call, and what returns rows may be a part of another statement. */
function run(query: CallModel): readonly CallModel[] {
  return [
    { ...query, onlyWith: ["executeTakeFirst", "executeTakeFirstOrThrow"], returns: "row" },
    { ...query, onlyWith: ["execute", "stream", "compile", "returning", "returningAll"], returns: "rows" },
  ];
}
