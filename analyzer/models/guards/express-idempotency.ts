import type { LibraryModel } from "../model.js";

/** express-idempotency: the middleware alone stops nothing, the handler has to ask `isHit` and to return. */
export default {
  library: "express-idempotency",
  packages: ["express-idempotency"],
  versions: ">=1",
  docs: "https://github.com/VilledeMontreal/express-idempotency",
  names: { "getSharedIdempotencyService()": "IdempotencyService#" },
  calls: [
    {
      match: "IdempotencyService#isHit",
      effect: "reserve",
      risk: "low",
      target: { text: "Idempotency-Key" },
      claim: { won: "falsy", by: "insert", key: { argument: 0 } },
      returns: "boolean",
    },
  ],
} satisfies LibraryModel;
