import type { LibraryModel } from "../model.js";

const first = { argument: 0 } as const;

/** attempt, by LifeOmic. */
export default {
  library: "attempt",
  packages: ["@lifeomic/attempt"],
  versions: ">=3",
  docs: "https://github.com/lifeomic/attempt",
  wrappers: [
    {
      match: "retry",
      kind: "retry",
      callback: first,
      parameters: [{ index: 0, kind: "attempt" }],
      what: "attempt runs the function up to 3 times by default",
    },
  ],
} satisfies LibraryModel;
