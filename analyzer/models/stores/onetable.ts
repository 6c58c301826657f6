import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const target = { link: "getModel", argument: 0 } as const;
const first = { argument: 0 } as const;
const identityColumns = ["pk", "PK", "sk", "SK", "id", "Id", "ID"] as const;
const within = { argument: 1, property: "transaction" } as const;
const made = { target, values: first, identityColumns, within, returns: "row" } as const;

/** OneTable over DynamoDB: `create` expects that there is no item under the key, unless `exists` says otherwise. */
export default {
  library: "OneTable",
  packages: ["dynamodb-onetable"],
  versions: ">=2",
  docs: "https://doc.onetable.io/api/model/",
  names: { "Table#getModel()": "Model#" },
  calls: [
    ...["null", true].map((equals): CallModel => ({
      match: "Model#create",
      when: [{ place: { argument: 1, property: "exists" }, equals }],
      effect: "upsert",
      ...made,
    })),
    { match: "Model#create", effect: "insert", ...made, conditional: true, keyedOnly: true },
    ...["add", "push"].map((property): CallModel => ({
      match: ["Model#update", "Model#upsert"],
      when: [{ place: { argument: 1, property } }],
      effect: "increment",
      target,
      where: first,
      column: { argument: 1, property },
      within,
      returns: "row",
    })),
    // `set: { balance: "${balance} + {5}" }`
    ...["Model#update", "Model#upsert"].map((match): CallModel => ({
      match,
      when: [
        { place: { argument: 1, property: "set" }, pattern: "\\$\\{[\\w.]+\\}\\s*[-+]|[-+]\\s*\\$\\{|list_append" },
      ],
      effect: "increment",
      target,
      where: first,
      column: { argument: 1, property: "set" },
      within,
      returns: "row",
    })),
    { match: "Model#upsert", effect: "upsert", ...made, where: first },
    { match: "Model#update", effect: "update", target, where: first, values: first, within, returns: "row" },
    { match: "Model#remove", effect: "delete", target, where: first, within, returns: "reply" },
    { match: ["Model#get", "Model#load"], effect: "read", target, where: first, returns: "row" },
    { match: ["Model#find", "Model#scan"], effect: "read", target, where: first, returns: "rows" },
  ],
  conflicts: [
    { property: "code", equals: "UniqueError" },
    { property: "name", equals: "ConditionalCheckFailedException" },
    { property: "name", equals: "TransactionCanceledException" },
  ],
} satisfies LibraryModel;
