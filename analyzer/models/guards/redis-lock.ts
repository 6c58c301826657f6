import type { LibraryModel } from "../model.js";

/** redis-lock: a lock, which does not remember that the work is done. */
export default {
  library: "redis-lock",
  packages: ["redis-lock"],
  versions: "*",
  docs: "https://github.com/errorception/redis-lock",
  names: { "default()": "Lock#", "()": "Lock#" },
  wrappers: [
    {
      match: "Lock#",
      kind: "lock",
      // Before version 1 the last argument is what runs under the lock.
      callback: { argument: -1 },
      key: { argument: 0 },
      what: "redis-lock lets one caller at a time go on; a later repeat goes on as well",
    },
  ],
} satisfies LibraryModel;
