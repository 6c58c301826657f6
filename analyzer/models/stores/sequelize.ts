import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

/** `class Order extends Model`, a parameter of type `ModelStatic<Order>`, or `sequelize.define("Order", …)`. */
const target = { owner: true, generic: 0 } as const;
const orTarget = [
  { link: "define", argument: 0 },
  { link: "model", argument: 0 },
  { link: "models", argument: 0 },
] as const;
const of = { target, orTarget } as const;
const first = { argument: 0 } as const;
const second = { argument: 1 } as const;
const where = { argument: 1, property: "where" } as const;
const findWhere = { argument: 0, property: "where" } as const;
const defaults = { argument: 0, property: "defaults" } as const;
const row = { record: true } as const;
const record = "Model#";
const ignoreDuplicates = { option: { argument: 1, property: "ignoreDuplicates" }, mode: "ignore" } as const;
const along = { argument: 1, property: "include" } as const;
const positive = { won: "positive", by: "update" } as const;

/** Sequelize 6 and 7 and its decorators. */
export default {
  library: "Sequelize",
  packages: ["sequelize", "sequelize-typescript", "@sequelize/core", "@nestjs/sequelize"],
  versions: ">=6",
  docs: "https://sequelize.org/docs/v6/core-concepts/model-querying-basics/",
  names: {
    "default.Sequelize": "Sequelize",
    default: "Sequelize",
    "Sequelize#define()": "Model",
    "Sequelize#model()": "Model",
    "Sequelize#models.*": "Model",
    "ModelStatic#": "Model",
    "ModelCtor#": "Model",
    "Repository#": "Model",
    "Sequelize#getRepository()": "Model",
    "Model.unscoped()": "Model",
    "Model.scope()": "Model",
    "Model.schema()": "Model",
    "Model.withScope()": "Model",
    "Model.withoutScope()": "Model",
    "Model.build()": "Model#",
    "Sequelize#getQueryInterface()": "QueryInterface#",
    "Sequelize#queryInterface": "QueryInterface#",
  },
  calls: [
    {
      match: "Model.create",
      effect: "insert",
      ...of,
      values: first,
      along,
      conflictClauses: [ignoreDuplicates],
      record,
      returns: "row",
    },
    {
      match: "Model.bulkCreate",
      effect: "insert",
      ...of,
      values: first,
      along,
      conflictClauses: [
        ignoreDuplicates,
        {
          option: { argument: 1, property: "updateOnDuplicate" },
          mode: "merge",
          target: { argument: 1, property: "conflictAttributes" },
        },
      ],
      record,
      returns: "rows",
    },
    {
      match: ["Model.findOrCreate", "Model.findCreateFind"],
      effect: "upsert",
      ...of,
      where: findWhere,
      values: defaults,
      conflictTarget: findWhere,
      // The row that is made holds what it was looked for by.
      identityColumns: ["id"],
      looksFirst: "Sequelize looks for the row before it makes one",
      claim: { property: "1", won: "truthy", by: "insert" },
      record,
      returns: "row",
    },
    { match: "Model.findOrBuild", effect: "read", ...of, where: findWhere, record, returns: "row" },
    {
      match: "Model.upsert",
      effect: "upsert",
      ...of,
      values: first,
      conflictTarget: { argument: 1, property: "conflictFields" },
      record,
      returns: "row",
    },
    {
      match: "Model.update",
      effect: "update",
      ...of,
      values: first,
      where,
      claim: { property: "0", ...positive },
      returns: "count",
    },
    { match: ["Model.increment", "Model.decrement"], effect: "increment", ...of, column: first, where },
    {
      match: "Model.destroy",
      effect: "delete",
      ...of,
      where: findWhere,
      claim: positive,
      returns: "count",
    },
    { match: "Model.restore", effect: "update", ...of, where: findWhere },
    { match: "Model.truncate", effect: "delete", ...of },
    {
      match: "Model.findByPk",
      effect: "read",
      ...of,
      where: { argument: 0, column: "id" },
      selects: [{ argument: 1, property: "attributes" }],
      locks: { place: { argument: 1, property: "lock" } },
      record,
      returns: "row",
    },
    {
      match: "Model.findOne",
      effect: "read",
      ...of,
      where: findWhere,
      selects: [{ argument: 0, property: "attributes" }],
      locks: { place: { argument: 0, property: "lock" } },
      record,
      returns: "row",
    },
    {
      match: "Model.findAll",
      effect: "read",
      ...of,
      where: findWhere,
      selects: [{ argument: 0, property: "attributes" }],
      locks: { place: { argument: 0, property: "lock" } },
      record,
      returns: "rows",
    },
    { match: "Model.findAndCountAll", effect: "read", ...of, where: findWhere, returns: "rows" },
    {
      match: ["Model.count", "Model.sum", "Model.max", "Model.min"],
      effect: "read",
      ...of,
      where: findWhere,
      returns: "count",
    },

    {
      match: "Model#save",
      when: [{ place: { link: "build" } }],
      effect: "insert",
      ...of,
      values: { link: "build", argument: 0 },
      along: { link: "build", argument: 1, property: "include" },
      record,
      returns: "row",
    },
    { match: "Model#save", effect: "save", ...of, where: row, values: row, record, returns: "row" },
    {
      match: "Model#update",
      effect: "update",
      ...of,
      where: row,
      values: first,
      record,
      returns: "row",
    },
    { match: ["Model#increment", "Model#decrement"], effect: "increment", ...of, where: row, column: first },
    { match: "Model#destroy", effect: "delete", ...of, where: row },
    { match: "Model#restore", effect: "update", ...of, where: row },

    ...["values", "bind"].map((property): CallModel => ({
      match: "Sequelize#query",
      when: [{ place: { argument: 0, property } }],
      effect: "sql",
      sql: { argument: 0, property: "query" },
      parameters: { argument: 0, property },
      returns: "rows",
    })),
    {
      match: "Sequelize#query",
      when: [{ place: { argument: 1, property: "bind" } }],
      effect: "sql",
      sql: first,
      parameters: { argument: 1, property: "bind" },
      returns: "rows",
    },
    {
      match: "Sequelize#query",
      effect: "sql",
      sql: first,
      parameters: { argument: 1, property: "replacements" },
      returns: "rows",
    },
    ...tableWrites(),
    // What `hasMany` and its kin give a record: `order.createLine(values)`.
    {
      match: [
        "HasManyCreateAssociationMixin#",
        "HasOneCreateAssociationMixin#",
        "BelongsToManyCreateAssociationMixin#",
      ],
      effect: "insert",
      target: { generic: 0 },
      values: first,
      record,
      returns: "row",
    },
  ],
  filled: ["Model"],
  wrappers: [
    {
      match: "Sequelize#transaction",
      kind: "transaction",
      callback: { argument: -1 },
      handle: "Transaction#",
      isolation: { argument: 0, property: "isolationLevel" },
      what: "Sequelize runs the callback in one transaction",
    },
    {
      match: "Transaction#afterCommit",
      kind: "after-commit",
      callback: { argument: 0 },
      what: "Sequelize runs the callback once the transaction is committed",
    },
  ],
  brackets: [{ begin: "Sequelize#transaction", commit: "Transaction#commit", rollback: "Transaction#rollback" }],
  conflicts: [
    { instance: "UniqueConstraintError" },
    { property: "name", equals: "SequelizeUniqueConstraintError" },
    { property: "parent.code", equals: "23505" },
    { property: "original.code", equals: "23505" },
    { property: "parent.code", equals: "ER_DUP_ENTRY" },
    { property: "original.code", equals: "ER_DUP_ENTRY" },
  ],
} satisfies LibraryModel;

/** Migrations and seeds write through the query interface: the table comes first. */
function tableWrites(): readonly CallModel[] {
  return [
    // The record comes first, or nothing.
    { match: "QueryInterface#insert", effect: "insert", target: second, values: { argument: 2 } },
    {
      match: "QueryInterface#update",
      effect: "update",
      target: second,
      values: { argument: 2 },
      where: { argument: 3 },
    },
    {
      match: "QueryInterface#increment",
      effect: "increment",
      target: second,
      where: { argument: 2 },
      column: { argument: 3 },
    },
    { match: "QueryInterface#delete", effect: "delete", target: second, where: { argument: 2 } },
    {
      match: "QueryInterface#bulkInsert",
      effect: "insert",
      target: first,
      values: second,
      conflictClauses: [
        { option: { argument: 2, property: "ignoreDuplicates" }, mode: "ignore" },
        {
          option: { argument: 2, property: "updateOnDuplicate" },
          mode: "merge",
          target: { argument: 2, property: "upsertKeys" },
        },
      ],
    },
    {
      match: "QueryInterface#upsert",
      effect: "upsert",
      target: first,
      values: second,
      where: { argument: 3 },
    },
    { match: "QueryInterface#bulkUpdate", effect: "update", target: first, values: second, where: { argument: 2 } },
    { match: "QueryInterface#bulkDelete", effect: "delete", target: first, where: second },
  ];
}
