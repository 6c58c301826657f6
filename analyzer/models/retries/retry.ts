import type { LibraryModel } from "../model.js";

const first = { argument: 0 } as const;
const attemptFirst = [{ index: 0, kind: "attempt" }] as const;

/** node-retry. */
export default {
  library: "retry",
  packages: ["retry"],
  versions: ">=0.10",
  docs: "https://github.com/tim-kos/node-retry",
  names: { default: "", "operation()": "RetryOperation#" },
  wrappers: [
    {
      match: "RetryOperation#attempt",
      kind: "retry",
      callback: first,
      parameters: attemptFirst,
      what: "node-retry runs the function again for as long as it calls `retry`",
    },
    {
      match: "wrap",
      kind: "retry",
      callback: first,
      client: true,
      what: "node-retry calls the wrapped methods again on every error",
    },
  ],
} satisfies LibraryModel;
