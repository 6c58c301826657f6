import type { LibraryModel } from "../model.js";
import { resolver } from "./resolver.js";

/** Apollo Server: the functions of `Mutation` in its resolvers. */
export default {
  library: "Apollo Server",
  packages: ["@apollo/server", "apollo-server", "apollo-server-express"],
  versions: ">=3",
  docs: "https://www.apollographql.com/docs/apollo-server/data/resolvers",
  entries: [
    {
      on: "call",
      match: "ApolloServer",
      handlers: { argument: 0, property: "resolvers.Mutation" },
      name: "mutation {property}",
      ...resolver,
    },
  ],
} satisfies LibraryModel;
