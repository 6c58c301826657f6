import type { LibraryModel } from "../model.js";
import { resolver } from "./resolver.js";

/** Pothos: mutations are fields that a builder is asked for. */
export default {
  library: "Pothos",
  packages: ["@pothos/core"],
  versions: ">=3",
  docs: "https://pothos-graphql.dev/docs/guide/queries-mutations-and-subscriptions",
  names: { default: "SchemaBuilder" },
  wrappers: [
    {
      match: ["SchemaBuilder#mutationField", "SchemaBuilder#mutationFields"],
      kind: "invoke",
      callback: { argument: -1 },
      handle: "MutationFieldBuilder#",
      what: "Pothos asks the callback for the fields once",
    },
    {
      match: "SchemaBuilder#mutationType",
      kind: "invoke",
      callback: { argument: 0, property: "fields" },
      handle: "MutationFieldBuilder#",
      what: "Pothos asks the callback for the fields once",
    },
  ],
  entries: [
    {
      on: "call",
      match: "MutationFieldBuilder#field",
      handlers: { argument: 0, property: "resolve" },
      name: "mutation {property}",
      ...resolver,
    },
  ],
} satisfies LibraryModel;
