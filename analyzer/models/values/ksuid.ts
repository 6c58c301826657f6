import type { LibraryModel } from "../model.js";

/** ksuid. */
export default {
  library: "ksuid",
  packages: ["ksuid"],
  versions: ">=2",
  docs: "https://github.com/novemberborn/ksuid",
  sources: [{ match: ["default.random", "default.randomSync"], on: "call", kind: "attempt" }],
} satisfies LibraryModel;
