import type { LibraryModel } from "../model.js";
import { request } from "./request.js";

/** ts-rest: a router's functions, whose methods stand in the contract. */
export default {
  library: "ts-rest",
  packages: ["@ts-rest/express", "@ts-rest/core", "@ts-rest/fastify", "@ts-rest/next", "@ts-rest/nest"],
  versions: ">=3",
  docs: "https://ts-rest.com/server/express",
  entries: [
    {
      on: "call",
      match: ["initServer().router", "initServer().route", "tsRestHandler"],
      handlers: { argument: 1 },
      name: "endpoint {property}",
      parameters: [{ index: 0, kind: "caller", members: { params: "business", res: "unknown" } }],
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers["idempotency-key"]' }],
      ...request,
    },
    // Nest's older way: `@TsRest(contract.pay) pay(@TsRestRequest() { body })`.
    {
      on: "decorator",
      decorator: "TsRest",
      name: "endpoint {name}",
      parameterDecorators: { TsRestRequest: "caller" },
      ...request,
    },
  ],
} satisfies LibraryModel;
