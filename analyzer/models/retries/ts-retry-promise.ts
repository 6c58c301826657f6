import type { LibraryModel } from "../model.js";

const first = { argument: 0 } as const;

/** ts-retry-promise. */
export default {
  library: "ts-retry-promise",
  packages: ["ts-retry-promise"],
  versions: "*",
  docs: "https://github.com/normartin/ts-retry-promise",
  names: { "customizeRetry()": "retry", "customizeDecorator()": "retryDecorator" },
  wrappers: [
    {
      match: "retry",
      kind: "retry",
      callback: first,
      what: "ts-retry-promise runs the function again when it fails, 10 times by default",
    },
    {
      match: "retryDecorator",
      kind: "retry",
      callback: first,
      returnsFunction: true,
      what: "ts-retry-promise runs the function again when it fails, 10 times by default",
    },
  ],
} satisfies LibraryModel;
