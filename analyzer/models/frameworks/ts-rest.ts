import type { LibraryModel } from "../model.js";

/** ts-rest: a router's functions, whose methods stand in the contract. */
export default {
  library: "ts-rest",
  packages: ["@ts-rest/express", "@ts-rest/core", "@ts-rest/fastify", "@ts-rest/next"],
  versions: ">=3",
  docs: "https://ts-rest.com/server/express",
  entries: [
    {
      on: "call",
      match: ["initServer().router", "initServer().route"],
      handlers: { argument: 1 },
      kind: "http",
      delivery: "retried",
      name: "endpoint {property}",
      repeatedBy: "the client sends the request again when it gets no reply",
      parameters: [{ index: 0, kind: "caller", members: { params: "business", res: "unknown" } }],
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers["idempotency-key"]' }],
    },
  ],
} satisfies LibraryModel;
