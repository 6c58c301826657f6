import type { LibraryModel } from "../model.js";

const target = { link: "model", argument: 0 } as const;
const first = { argument: 0 } as const;
const key = { argument: 0, column: "key" } as const;
const identityColumns = ["pk", "PK", "sk", "SK", "id", "Id", "ID"] as const;
const record = "Item#";
const row = { record: true } as const;
/** `update(key, changes)`, or everything in one object. */
const changes = [1, 0] as const;

/** Dynamoose over DynamoDB: `create` expects that there is no item under the key, `save` and `batchPut` overwrite it. */
export default {
  library: "Dynamoose",
  packages: ["dynamoose"],
  versions: ">=3",
  docs: "https://dynamoosejs.com/guide/Model#modelcreatedocument-settings-callback",
  names: { default: "", "model()": "Model#", "ModelType#": "Model#", "Model##": "Item#" },
  calls: [
    {
      match: "Model#create",
      when: [{ place: { argument: 1, property: "overwrite" }, equals: true }],
      effect: "upsert",
      target,
      values: first,
      identityColumns,
      returns: "row",
    },
    {
      match: ["Model#create", "Model#transaction.create"],
      effect: "insert",
      target,
      values: first,
      conditional: true,
      identityColumns,
      keyedOnly: true,
      returns: "row",
    },
    { match: "Model#batchPut", effect: "upsert", target, values: first, identityColumns, returns: "reply" },
    {
      match: "Item#save",
      when: [{ place: { link: "new" } }],
      effect: "upsert",
      target,
      values: { link: "new", argument: 0 },
      identityColumns,
    },
    { match: "Item#save", effect: "update", target, where: row, values: row, record, returns: "row" },
    ...changes.map(
      (argument) =>
        ({
          match: ["Model#update", "Model#transaction.update"],
          when: [{ place: { argument, property: "$ADD" } }],
          effect: "increment",
          target,
          where: key,
          column: { argument, property: "$ADD" },
          returns: "row",
        }) as const,
    ),
    {
      match: ["Model#update", "Model#transaction.update"],
      effect: "update",
      target,
      where: key,
      values: { argument: 1 },
      returns: "row",
    },
    {
      match: ["Model#delete", "Model#transaction.delete", "Model#batchDelete"],
      effect: "delete",
      target,
      where: key,
      returns: "reply",
    },
    { match: "Model#get", effect: "read", target, where: key, record, returns: "row" },
    { match: ["Model#query", "Model#scan"], effect: "read", target, where: first, record, returns: "rows" },
  ],
  wrappers: [
    {
      match: "transaction",
      kind: "transaction",
      callback: { argument: 0 },
      what: "DynamoDB writes all of the list or nothing",
    },
  ],
  conflicts: [
    { property: "name", equals: "ConditionalCheckFailedException" },
    { property: "name", equals: "TransactionCanceledException" },
  ],
} satisfies LibraryModel;
