import type { LibraryModel } from "../model.js";

const first = { argument: 0 } as const;

/** exponential-backoff. */
export default {
  library: "exponential-backoff",
  packages: ["exponential-backoff"],
  versions: ">=3",
  docs: "https://github.com/coveooss/exponential-backoff",
  wrappers: [
    {
      match: "backOff",
      kind: "retry",
      callback: first,
      what: "exponential-backoff runs the function up to 10 times by default",
    },
  ],
} satisfies LibraryModel;
