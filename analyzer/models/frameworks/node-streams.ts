import type { LibraryModel } from "../model.js";

const what = "the stream runs the function for every chunk";

/** Node's streams that are made of functions: each chunk that arrives runs them. */
export default {
  library: "Node streams",
  packages: ["node:stream", "stream"],
  versions: "*",
  docs: "https://nodejs.org/api/stream.html",
  subclasses: [
    { of: "Readable", runs: ["_read"] },
    { of: "Writable", runs: ["_write", "_writev", "_final"] },
    { of: "Duplex", runs: ["_read", "_write", "_writev", "_final"] },
    { of: "Transform", runs: ["_transform", "_flush"] },
  ],
  wrappers: [
    ...["write", "writev"].flatMap((property) =>
      ["Writable", "Duplex"].map((match) => ({
        match,
        kind: "invoke" as const,
        callback: { argument: 0, property },
        when: [{ place: { argument: 0, property } }],
        what,
      })),
    ),
    {
      match: "Transform",
      kind: "invoke",
      callback: { argument: 0, property: "transform" },
      when: [{ place: { argument: 0, property: "transform" } }],
      what,
    },
  ],
} satisfies LibraryModel;
