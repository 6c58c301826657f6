import type { LibraryModel } from "../model.js";
import type { MiddlewareModel } from "../wrapper-model.js";

const enforced = { argument: 0, property: "enforceIdempotency" } as const;
const adapter = { argument: 0, property: "storage.adapter" } as const;
const why = "node-idempotency runs a request without Idempotency-Key unguarded, unless enforceIdempotency is set";
const kept = "the memory adapter keeps its records in one process, and neither another instance nor a restart has them";

/** node-idempotency as a middleware of Express. What `skipRequest` lets through is the author's decision. */
export default {
  library: "node-idempotency for Express",
  packages: ["@node-idempotency/express"],
  versions: ">=1",
  docs: "https://github.com/mahendraHegde/node-idempotency/tree/main/packages/plugin-express",
  middleware: [guardOf("idempotencyAsMiddleware")],
} satisfies LibraryModel;

/** What the plugins for Express and Fastify have in common: their options. */
export function guardOf(match: string): MiddlewareModel {
  return {
    match,
    guard: "wrapper",
    inert: [
      { when: [{ place: adapter, path: "StorageAdapterEnum.memory" }], why: kept },
      { when: [{ place: adapter, equals: "memory" }], why: kept },
      { when: [{ place: enforced, absent: true }], why, partly: true },
      { when: [{ place: enforced, equals: false }], why, partly: true },
    ],
    what: "node-idempotency answers a repeated Idempotency-Key with the stored reply",
  };
}
