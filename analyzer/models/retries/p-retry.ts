import type { LibraryModel } from "../model.js";

const first = { argument: 0 } as const;
const attemptFirst = [{ index: 0, kind: "attempt" }] as const;

/** p-retry. */
export default {
  library: "p-retry",
  packages: ["p-retry"],
  versions: ">=4",
  docs: "https://github.com/sindresorhus/p-retry",
  wrappers: [
    {
      match: "default",
      kind: "retry",
      callback: first,
      parameters: attemptFirst,
      what: "p-retry runs the function again on every rejection, 10 times by default",
    },
    {
      match: "makeRetriable",
      kind: "retry",
      callback: first,
      returnsFunction: true,
      what: "p-retry runs the function again on every rejection, 10 times by default",
    },
  ],
} satisfies LibraryModel;
