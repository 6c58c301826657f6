import type { LibraryModel } from "../model.js";

const required = { argument: 0, property: "required" } as const;
const why = "hono-idempotency runs a request without Idempotency-Key unguarded, unless required is set";

/** hono-idempotency keeps replies by Idempotency-Key. What `skipRequest` lets through is the author's decision. */
export default {
  library: "hono-idempotency",
  packages: ["hono-idempotency", "hono-idempotency/*"],
  versions: ">=0.9",
  docs: "https://github.com/paveg/hono-idempotency",
  middleware: [
    {
      match: "idempotency",
      guard: "wrapper",
      methods: { otherwise: ["POST", "PATCH"], option: { argument: 0, property: "methods" } },
      inert: [
        {
          when: [{ place: { argument: 0, property: "store" }, path: "memoryStore()" }],
          why: "memoryStore keeps its records in one process, and neither another instance nor a restart has them",
        },
        { when: [{ place: required, absent: true }], why, partly: true },
        { when: [{ place: required, equals: false }], why, partly: true },
        {
          when: [{ place: { argument: 0, property: "store" }, path: "kvStore()" }],
          why: "Cloudflare KV shows a record everywhere only after a while, so two requests at once both find none",
          partly: true,
        },
      ],
      what: "hono-idempotency answers a repeated Idempotency-Key with the stored reply",
    },
  ],
} satisfies LibraryModel;
