import type { LibraryModel } from "../model.js";
import { operations } from "./graphql.js";

/** graphql-request: variables and headers follow the document, or stand beside it in one object. */
export default {
  library: "graphql-request",
  packages: ["graphql-request"],
  versions: ">=4",
  docs: "https://github.com/graffle-js/graffle/tree/graphql-request",
  names: { default: "request" },
  calls: [
    ...operations({
      match: ["GraphQLClient#request", "GraphQLClient#rawRequest"],
      document: { argument: 0 },
      variables: { argument: 1 },
      key: {
        argument: 2,
        property: "Idempotency-Key",
        orArgument: 1,
        also: ["idempotencyKey", "input.idempotencyKey"],
      },
    }),
    ...operations({
      match: ["request", "rawRequest"],
      document: { argument: 1 },
      variables: { argument: 2 },
      key: {
        argument: 3,
        property: "Idempotency-Key",
        orArgument: 2,
        also: ["idempotencyKey", "input.idempotencyKey"],
      },
    }),
    ...operations({
      match: ["GraphQLClient#request", "request"],
      document: { argument: 0, property: "document" },
      variables: { argument: 0, property: "variables" },
      key: {
        argument: 0,
        property: "requestHeaders.Idempotency-Key",
        also: ["variables.idempotencyKey", "variables.input.idempotencyKey"],
      },
    }),
    { match: ["GraphQLClient#request", "request"], effect: "read", returns: "reply" },
  ],
} satisfies LibraryModel;
