import type { LibraryModel } from "../model.js";

/** node-idempotency without a framework: `onRequest` gives the stored reply, or nothing to whoever comes first. */
export default {
  library: "node-idempotency",
  packages: ["@node-idempotency/core"],
  versions: ">=1",
  docs: "https://github.com/mahendraHegde/node-idempotency/tree/main/packages/core",
  calls: [
    {
      match: "Idempotency#onRequest",
      effect: "reserve",
      risk: "low",
      target: { text: "Idempotency-Key" },
      claim: { won: "falsy", by: "insert", key: { argument: 0, property: "headers" } },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
