import type { LibraryModel } from "../model.js";

/** `@Idempotent()` of nestarc is a mark: the interceptor that keeps replies by it has to be bound. */
export default {
  library: "nestarc idempotency",
  packages: ["@nestarc/idempotency"],
  versions: ">=0.3",
  docs: "https://github.com/nestarc/idempotency",
  decorators: [
    {
      decorator: "Idempotent",
      kind: "guard",
      guard: "wrapper",
      actsBy: "IdempotencyInterceptor",
      inert: [
        {
          when: [{ place: { argument: 0, property: "required" }, equals: false }],
          why: "with required: false nestarc runs a request without Idempotency-Key unguarded",
          partly: true,
        },
      ],
      what: "nestarc answers a repeated Idempotency-Key with the stored reply",
    },
  ],
} satisfies LibraryModel;
