import type { LibraryModel } from "../model.js";

/** Upstash's lock: it does not remember that the work is done. */
export default {
  library: "Upstash Lock",
  packages: ["@upstash/lock"],
  versions: "*",
  docs: "https://github.com/upstash/lock",
  wrappers: [
    {
      match: "Lock#acquire",
      kind: "lock",
      callback: { argument: 1 },
      key: { link: "new", argument: 0, property: "id" },
      what: "Upstash lets one caller at a time go on; a later repeat goes on as well",
    },
  ],
} satisfies LibraryModel;
