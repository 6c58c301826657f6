import type { LibraryModel } from "./model.js";

/** p-retry: the attempt number that the function gets is new on every run. */
export default {
  library: "p-retry",
  packages: ["p-retry"],
  versions: ">=4",
  docs: "https://github.com/sindresorhus/p-retry",
  wrappers: [
    {
      match: "default",
      kind: "retry",
      callback: { argument: 0 },
      parameters: [{ index: 0, kind: "attempt" }],
      what: "p-retry runs the function again on every rejection, up to 10 times by default",
    },
    {
      match: "makeRetriable",
      kind: "retry",
      callback: { argument: 0 },
      returnsFunction: true,
      what: "p-retry runs the function again on every rejection, up to 10 times by default",
    },
  ],
} satisfies LibraryModel;
