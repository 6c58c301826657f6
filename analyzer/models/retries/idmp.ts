import type { LibraryModel } from "../model.js";

/** idmp shares what a function gave among the callers of one process for a few seconds, and runs it again when it fails. */
export default {
  library: "idmp",
  packages: ["idmp"],
  versions: ">=3",
  docs: "https://github.com/ha0z1/idmp#options",
  wrappers: [
    {
      match: "default",
      kind: "invoke",
      when: [{ place: { argument: 2, property: "maxRetry" }, equals: 0 }],
      callback: { argument: 1 },
      what: "idmp runs the function once for the callers of this process that ask at the same time",
    },
    {
      match: "default",
      kind: "retry",
      callback: { argument: 1 },
      what: "idmp runs the function again on every rejection, up to 30 times by default",
    },
  ],
} satisfies LibraryModel;
