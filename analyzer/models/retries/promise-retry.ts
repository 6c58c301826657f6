import type { LibraryModel } from "../model.js";

const first = { argument: 0 } as const;

/** promise-retry. */
export default {
  library: "promise-retry",
  packages: ["promise-retry"],
  versions: ">=1",
  docs: "https://github.com/IndigoUnited/node-promise-retry",
  wrappers: [
    {
      match: ["default", ""],
      kind: "retry",
      callback: first,
      parameters: [{ index: 1, kind: "attempt" }],
      what: "promise-retry runs the function again when it calls `retry`",
    },
  ],
} satisfies LibraryModel;
