import type { LibraryModel } from "../model.js";

/** p-limit: how many functions of this process run at once. */
export default {
  library: "p-limit",
  packages: ["p-limit"],
  versions: "*",
  docs: "https://github.com/sindresorhus/p-limit#api",
  names: { "default()": "Limit#", "LimitFunction#": "Limit#" },
  wrappers: [
    {
      match: "Limit#",
      kind: "invoke",
      callback: { argument: 0 },
      what: "p-limit lets a few callers at a time of this process run the function",
    },
    {
      match: "limitFunction",
      kind: "invoke",
      callback: { argument: 0 },
      returnsFunction: true,
      what: "p-limit lets a few callers at a time of this process run the function",
    },
  ],
} satisfies LibraryModel;
