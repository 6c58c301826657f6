import type { LibraryModel } from "../model.js";

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
      what: "node-idempotency answers a repeated Idempotency-Key with the stored reply",
    },
  ],
} satisfies LibraryModel;
