import type { LibraryModel } from "../model.js";

/** LowDB: one JSON file that is changed in memory and written as a whole. What is pushed stands in it once more. */
export default {
  library: "LowDB",
  packages: ["lowdb", "lowdb/node", "lowdb/browser"],
  versions: ">=3",
  docs: "https://github.com/typicode/lowdb#api",
  names: {
    "JSONFilePreset()": "Low#",
    "JSONFileSyncPreset()": "Low#",
    "LocalStoragePreset()": "Low#",
    "LowSync#": "Low#",
  },
  calls: [
    // Nothing comes between what is read in memory and what is pushed there.
    {
      match: ["find", "some", "includes", "findIndex"].map((name) => `Low#data.*.${name}`),
      effect: "read",
      target: { segment: 1 },
      locks: true,
      returns: "row",
    },
    {
      match: ["Low#data.push", "Low#data.*.push", "Low#data.unshift", "Low#data.*.unshift"],
      effect: "append",
      target: { segment: 1 },
      values: { argument: 0 },
      returns: "count",
    },
  ],
  wrappers: [
    {
      match: "Low#update",
      kind: "invoke",
      callback: { argument: 0 },
      handle: "Low#data",
      what: "LowDB changes the data and writes the file",
    },
  ],
} satisfies LibraryModel;
