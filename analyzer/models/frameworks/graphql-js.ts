import type { LibraryModel } from "../model.js";
import { resolver } from "./resolver.js";

/** GraphQL.js: the fields of the object type that is called after mutations. */
export default {
  library: "GraphQL.js",
  packages: ["graphql"],
  versions: ">=14",
  docs: "https://www.graphql-js.org/docs/mutations-and-input-types/",
  entries: [
    {
      on: "call",
      match: "GraphQLObjectType",
      when: [{ place: { argument: 0, property: "name" }, pattern: "^_?(root_?)?mutations?(_?(root|type))?$" }],
      handlers: { argument: 0, property: "fields", member: "resolve" },
      name: "mutation {key}",
      ...resolver,
    },
  ],
} satisfies LibraryModel;
