import type { LibraryModel } from "../model.js";
import { operations, type Operation } from "./graphql.js";

const mutate = {
  match: "ApolloClient#mutate",
  document: { argument: 0, property: "mutation" },
  variables: { argument: 0, property: "variables" },
  key: {
    argument: 0,
    property: "context.headers.Idempotency-Key",
    also: ["variables.idempotencyKey", "variables.input.idempotencyKey"],
  },
} as const satisfies Operation;

/** Apollo Client: a RetryLink repeats mutations too. */
export default {
  library: "Apollo Client",
  packages: ["@apollo/client", "@apollo/client/*", "apollo-link-retry"],
  versions: ">=3",
  docs: "https://www.apollographql.com/docs/react/api/link/apollo-link-retry",
  calls: [
    ...operations({
      ...mutate,
      when: [{ place: { link: "new", argument: 0, property: "link" }, path: "RetryLink#" }],
      repeats: { what: "Apollo's RetryLink sends the operation again up to 4 times when the network fails" },
    }),
    ...operations(mutate),
    { match: "ApolloClient#query", effect: "read", returns: "reply" },
  ],
} satisfies LibraryModel;
