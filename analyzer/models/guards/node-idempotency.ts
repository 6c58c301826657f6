import type { LibraryModel } from "../model.js";

const enforced = { argument: 0, property: "enforceIdempotency" } as const;
const why = "node-idempotency runs a request without Idempotency-Key unguarded, unless enforceIdempotency is set";

/** node-idempotency keeps replies by Idempotency-Key. */
export default {
  library: "node-idempotency for NestJS",
  packages: ["@node-idempotency/nestjs"],
  versions: "*",
  docs: "https://github.com/mahendraHegde/node-idempotency",
  decorators: [
    {
      decorator: "Idempotent",
      kind: "guard",
      guard: "wrapper",
      inert: [
        { when: [{ place: enforced, equals: false }], why, partly: true },
        {
          when: [{ place: enforced, absent: true }],
          why,
          partly: true,
          unless: { calls: ["forRootAsync"], option: "enforceIdempotency" },
        },
      ],
      what: "node-idempotency answers a repeated Idempotency-Key with the stored reply",
    },
  ],
} satisfies LibraryModel;
