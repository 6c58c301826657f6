import type { LibraryModel } from "../model.js";
import { resolver } from "./resolver.js";

/** GraphQL Yoga and GraphQL Tools: the functions of `Mutation` in a schema's resolvers. */
export default {
  library: "GraphQL Yoga",
  packages: ["graphql-yoga", "@graphql-tools/schema"],
  versions: ">=3",
  docs: "https://the-guild.dev/graphql/yoga-server/docs/features/schema",
  entries: [
    {
      on: "call",
      match: ["createSchema", "makeExecutableSchema"],
      handlers: { argument: 0, property: "resolvers.Mutation" },
      name: "mutation {property}",
      ...resolver,
    },
  ],
} satisfies LibraryModel;
