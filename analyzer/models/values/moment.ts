import type { LibraryModel } from "../model.js";

/** Moment. */
export default {
  library: "Moment",
  packages: ["moment", "moment-timezone"],
  versions: "*",
  docs: "https://momentjs.com/docs/#/parsing/now/",
  names: { "": "default" },
  sources: [
    { match: ["default", "default.utc"], on: "call", kind: "attempt", unlessArguments: true },
    { match: "default.now", on: "call", kind: "attempt" },
  ],
} satisfies LibraryModel;
