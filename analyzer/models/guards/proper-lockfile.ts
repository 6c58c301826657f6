import type { LibraryModel } from "../model.js";

/** proper-lockfile: a lock on a file, which does not remember that the work is done. */
export default {
  library: "proper-lockfile",
  packages: ["proper-lockfile"],
  versions: ">=4",
  docs: "https://github.com/moxystudio/node-proper-lockfile#usage",
  names: { default: "" },
  wrappers: [
    {
      match: ["lock", "lockSync"],
      kind: "lock",
      callback: { argument: -1 },
      key: { argument: 0 },
      what: "proper-lockfile lets one caller at a time go on; a later repeat goes on as well",
    },
  ],
} satisfies LibraryModel;
