import type { LibraryModel } from "../model.js";

/** redlock: a lock, which does not remember that the work is done. */
export default {
  library: "redlock",
  packages: ["redlock", "@sesamecare-oss/redlock"],
  versions: ">=4",
  docs: "https://github.com/mike-marcacci/node-redlock",
  names: { default: "Redlock" },
  wrappers: [
    {
      match: ["Redlock#acquire", "Redlock#lock"],
      kind: "lock",
      callback: { argument: 2 },
      key: { argument: 0 },
      what: "redlock lets one caller at a time go on; a later repeat goes on as well",
    },
    {
      match: "Redlock#using",
      kind: "lock",
      callback: { argument: -1 },
      key: { argument: 0 },
      what: "redlock lets one caller at a time run the function; a later repeat runs it again",
    },
  ],
} satisfies LibraryModel;
