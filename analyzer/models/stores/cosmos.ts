import type { LibraryModel } from "../model.js";

const target = { link: "container", argument: 0 } as const;
const where = { link: "item", argument: 0, column: "id" } as const;
const first = { argument: 0 } as const;
const identityColumns = ["id"] as const;
const keyedOnly = true;
const increments = ["[].op", "operations[].op"].map(
  (property) => ({ place: { argument: 0, property }, equals: "incr" }) as const,
);

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
    { match: "Items#upsert", effect: "upsert", target, values: first, identityColumns, keyedOnly, returns: "reply" },
    { match: ["Items#batch", "Items#bulk"], effect: "update", risk: "low", target, values: first, returns: "reply" },
    ...increments.map(
      (when) => ({ match: "Item#patch", when: [when], effect: "increment", target, where, returns: "reply" }) as const,
    ),
    { match: "Item#patch", effect: "update", target, where, returns: "reply" },
    { match: "Item#replace", effect: "update", target, where, values: first, returns: "reply" },
    { match: "Item#delete", effect: "delete", target, where, returns: "reply" },
    { match: "Item#read", effect: "read", target, where, found: "resource", returns: "row" },
    { match: "Items#query", effect: "read", target, returns: "rows" },
  ],
  conflicts: [{ property: "code", equals: 409 }],
} satisfies LibraryModel;
