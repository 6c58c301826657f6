import type { LibraryModel } from "../model.js";

/** async-mutex: a lock within one process. */
export default {
  library: "async-mutex",
  packages: ["async-mutex"],
  versions: "*",
  docs: "https://github.com/DirtyHairy/async-mutex",
  wrappers: [
    {
      match: ["Mutex#runExclusive", "Semaphore#runExclusive"],
      kind: "invoke",
      callback: { argument: 0 },
      what: "async-mutex lets one caller at a time of this process run the function",
    },
  ],
} satisfies LibraryModel;
