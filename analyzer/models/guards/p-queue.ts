import type { LibraryModel } from "../model.js";

const what = "p-queue runs the function when a place in this process is free";

/** p-queue: a queue in the memory of this process, which a restart empties. */
export default {
  library: "p-queue",
  packages: ["p-queue"],
  versions: "*",
  docs: "https://github.com/sindresorhus/p-queue#api",
  names: { default: "PQueue" },
  wrappers: [
    { match: "PQueue#add", callback: { argument: 0 }, kind: "invoke", what },
    { match: "PQueue#addAll", callback: { argument: 0, property: "[]" }, kind: "invoke", what },
  ],
} satisfies LibraryModel;
