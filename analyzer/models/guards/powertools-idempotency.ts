import type { LibraryModel } from "../model.js";

/** Powertools for Lambda keeps an idempotency record. */
export default {
  library: "Powertools idempotency",
  packages: ["@aws-lambda-powertools/idempotency", "@aws-lambda-powertools/idempotency/*"],
  versions: ">=1.11",
  docs: "https://docs.aws.amazon.com/powertools/typescript/latest/features/idempotency/",
  wrappers: [
    {
      match: "makeIdempotent",
      kind: "guard",
      guard: "wrapper",
      callback: { argument: 0 },
      returnsFunction: true,
      key: { argument: 1, property: "config" },
      keeps: { options: { argument: 1, property: "config" }, property: "expiresAfterSeconds", otherwise: 3_600 },
      inert: [
        {
          when: [
            { place: { argument: 1, property: "config.eventKeyJmesPath" }, pattern: "^\\s*headers\\b" },
            { place: { argument: 1, property: "config.throwOnNoIdempotencyKey" }, absent: true },
          ],
          why: "Powertools runs an event without that header unguarded, unless throwOnNoIdempotencyKey is set",
        },
      ],
      what: "Powertools keeps the function's result under a hash of its payload",
    },
  ],
  decorators: [
    {
      decorator: "idempotent",
      kind: "guard",
      guard: "wrapper",
      key: { argument: 0, property: "config" },
      what: "Powertools keeps the method's result under a hash of its payload",
    },
  ],
  middleware: [
    {
      match: "makeHandlerIdempotent",
      guard: "wrapper",
      what: "Powertools keeps the handler's result under a hash of its payload",
    },
  ],
} satisfies LibraryModel;
