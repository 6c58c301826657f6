import type { LibraryModel } from "../model.js";
import { operations, type Operation } from "./graphql.js";

const mutation = {
  match: "Client#mutation",
  document: { argument: 0 },
  variables: { argument: 1 },
  key: {
    argument: 2,
    property: "fetchOptions.headers.Idempotency-Key",
    orArgument: 1,
    also: ["idempotencyKey", "input.idempotencyKey"],
  },
} as const satisfies Operation;

/** urql: the retry exchange repeats mutations too. */
export default {
  library: "urql",
  packages: ["@urql/core", "urql", "@urql/exchange-retry"],
  versions: ">=4",
  docs: "https://nearform.com/open-source/urql/docs/advanced/retry-operations/",
  names: { "createClient()": "Client#" },
  calls: [
    ...operations({
      ...mutation,
      when: [{ place: { link: ["new", "createClient"], argument: 0, property: "exchanges" }, path: "retryExchange" }],
      repeats: { what: "urql's retryExchange sends the operation again when the network fails" },
    }),
    ...operations(mutation),
    { match: "Client#query", effect: "read", returns: "reply" },
  ],
} satisfies LibraryModel;
