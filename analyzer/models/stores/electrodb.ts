import type { LibraryModel } from "../model.js";

const target = { link: "new", argument: 0, property: "model.entity" } as const;
const first = { argument: 0 } as const;
/** What keys are called where the entity is not seen. */
const identityColumns = ["pk", "PK", "sk", "SK", "id", "Id", "ID"] as const;
/** What makes the list of a transaction, once with a service's entities, once with those that it is given. */
const transactions = [
  { match: "Service#transaction.write().go", callback: { link: "write", argument: 0 } },
  { match: "createWriteTransaction().go", callback: { link: "createWriteTransaction", argument: 1 } },
] as const;
const onlyWith = ["go", "commit"] as const;

/** ElectroDB over DynamoDB: `create` expects that there is none, `put` and `upsert` do not. */
export default {
  library: "ElectroDB",
  packages: ["electrodb"],
  versions: ">=2",
  docs: "https://electrodb.dev/en/mutations/create/",
  calls: [
    {
      match: "Entity#create",
      effect: "insert",
      target,
      values: first,
      conditional: true,
      keyedOnly: true,
      identityColumns,
      onlyWith,
      returns: "reply",
    },
    {
      match: "Entity#upsert",
      when: [{ place: { link: ["add", "subtract", "append"] } }],
      effect: "increment",
      target,
      where: first,
      column: { link: ["add", "subtract", "append"], argument: 0 },
      onlyWith,
    },
    {
      match: ["Entity#put", "Entity#upsert"],
      effect: "upsert",
      target,
      values: first,
      identityColumns,
      onlyWith,
    },
    {
      match: ["Entity#update", "Entity#patch"],
      when: [{ place: { link: ["add", "subtract", "append"] } }],
      effect: "increment",
      target,
      where: first,
      column: { link: ["add", "subtract", "append"], argument: 0 },
      onlyWith,
    },
    {
      match: ["Entity#update", "Entity#patch"],
      effect: "update",
      target,
      where: first,
      values: { link: "set", argument: 0 },
      onlyWith,
    },
    { match: ["Entity#delete", "Entity#remove"], effect: "delete", target, where: first, onlyWith },
    { match: "Entity#get", effect: "read", target, where: first, found: "data", onlyWith, returns: "row" },
  ],
  holds: { path: "Service#entities", members: { link: ["new", "createWriteTransaction"], argument: 0 } },
  wrappers: transactions.flatMap(({ match, callback }) => [
    {
      match,
      when: [{ place: { argument: 0, property: "token" } }],
      kind: "guard",
      guard: "stable-key",
      callback,
      handle: "Service#entities",
      key: { argument: 0, property: "token" },
      what: "DynamoDB knows a transaction by its token for ten minutes",
    },
    {
      match,
      kind: "transaction",
      refused: "canceled",
      callback,
      handle: "Service#entities",
      what: "DynamoDB writes all of the list or nothing",
    },
  ]),
  conflicts: [{ property: "cause.name", equals: "ConditionalCheckFailedException" }],
} satisfies LibraryModel;
