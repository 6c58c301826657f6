import type { LibraryModel } from "../model.js";

/** async-lock: a lock within one process, by key. */
export default {
  library: "async-lock",
  packages: ["async-lock"],
  versions: ">=1",
  docs: "https://github.com/rogierschouten/async-lock",
  names: { default: "AsyncLock", "": "AsyncLock" },
  wrappers: [
    {
      match: "AsyncLock#acquire",
      kind: "invoke",
      callback: { argument: 1 },
      what: "async-lock lets one caller at a time of this process run the function",
    },
  ],
} satisfies LibraryModel;
