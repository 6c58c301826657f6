import type { LibraryModel } from "../model.js";

/** Luxon. */
export default {
  library: "Luxon",
  packages: ["luxon"],
  versions: "*",
  docs: "https://moment.github.io/luxon/api-docs/index.html#datetimenow",
  names: { "default.DateTime": "DateTime" },
  sources: [
    { match: "DateTime.now", on: "call", kind: "attempt" },
    { match: ["DateTime.local", "DateTime.utc"], on: "call", kind: "attempt", unlessArguments: true },
  ],
} satisfies LibraryModel;
