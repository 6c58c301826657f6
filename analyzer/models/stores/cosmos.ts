import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const target = { link: "container", argument: 0 } as const;
const where = { link: "item", argument: 0, column: "id" } as const;
const first = { argument: 0 } as const;
const identityColumns = ["id"] as const;
const keyedOnly = true;
/** A patch that adds to what is there: a number, or an element behind the last one of a list. */
const relative = [
  ["op", "^incr$"],
  ["path", "/-$"],
].flatMap(([name, pattern]) =>
  [`[].${name}`, `operations[].${name}`].map((property) => ({ place: { argument: 0, property }, pattern }) as const),
);
/** Only what is written out shows that it has no id: the service makes one then. */
const withoutId = [
  { place: first, whole: true },
  { place: { argument: 0, property: "id" }, absent: true },
] as const;
const body = { argument: 1, property: "resourceBody" } as const;

/** An operation of a batch, by what it is called. */
function operation(name: string, does: Pick<CallModel, "effect" | "values" | "when">): Omit<CallModel, "match"> {
  const { when = [], ...rest } = does;
  return { when: [{ place: first, equals: name }, ...when], target, identityColumns, ...rest };
}

const operations = [
  operation("Create", { effect: "insert", values: body }),
  operation("Upsert", { effect: "upsert", values: body }),
  operation("Patch", {
    effect: "increment",
    when: [{ place: { argument: 1, property: "resourceBody.operations[].op" }, pattern: "^incr$" }],
  }),
  operation("Patch", { effect: "update" }),
  operation("Replace", { effect: "update", values: body }),
  operation("Delete", { effect: "delete" }),
];

/** Azure Cosmos DB. An item's id is unique in its partition. */
export default {
  library: "Azure Cosmos DB",
  packages: ["@azure/cosmos"],
  versions: ">=3",
  docs: "https://learn.microsoft.com/azure/cosmos-db/nosql/how-to-javascript-create-item",
  names: {
    "CosmosClient#database()": "Database#",
    "Database#container()": "Container#",
    "Container#item()": "Item#",
    "Container#items": "Items#",
  },
  calls: [
    { match: "Items#create", effect: "insert", target, values: first, identityColumns, keyedOnly, returns: "reply" },
    { match: "Items#upsert", when: withoutId, effect: "insert", target, values: first, keyedOnly, returns: "reply" },
    { match: "Items#upsert", effect: "upsert", target, values: first, identityColumns, keyedOnly, returns: "reply" },
    {
      match: ["Items#batch", "Items#bulk", "Items#executeBulkOperations"],
      effect: "update",
      risk: "low",
      target,
      values: first,
      batch: { place: first, items: { operationType: operations } },
      returns: "reply",
    },
    {
      match: "Item#patch",
      when: [{ place: { argument: 0, property: "condition" } }],
      effect: "update",
      target,
      where,
      conditional: true,
      returns: "reply",
    },
    ...relative.map(
      (when) => ({ match: "Item#patch", when: [when], effect: "increment", target, where, returns: "reply" }) as const,
    ),
    { match: "Item#patch", effect: "update", target, where, returns: "reply" },
    { match: "Item#replace", effect: "update", target, where, values: first, returns: "reply" },
    { match: "Item#delete", effect: "delete", target, where, returns: "reply" },
    { match: "Item#read", effect: "read", target, where, found: "resource", returns: "row" },
    {
      match: ["fetchAll", "fetchNext"].map((name) => `Items#query().${name}`),
      effect: "read",
      target,
      found: "resources",
      returns: "rows",
    },
    { match: "Items#query", effect: "read", target, onlyWith: ["getAsyncIterator"], returns: "rows" },
    {
      match: "Container#scripts.storedProcedure().execute",
      effect: "call",
      target: { link: "storedProcedure", argument: 0 },
      returns: "reply",
    },
  ],
  conflicts: [
    { property: "code", equals: 409 },
    { property: "code", equals: 412 },
  ],
} satisfies LibraryModel;
