import type { LibraryModel } from "../model.js";

const first = { argument: 0 } as const;

/** async-retry. */
export default {
  library: "async-retry",
  packages: ["async-retry"],
  versions: ">=1",
  docs: "https://github.com/vercel/async-retry",
  wrappers: [
    {
      match: ["default", ""],
      kind: "retry",
      callback: first,
      parameters: [{ index: 1, kind: "attempt" }],
      what: "async-retry runs the function again on every rejection, 10 times by default",
    },
  ],
} satisfies LibraryModel;
