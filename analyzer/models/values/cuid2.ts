import type { LibraryModel } from "../model.js";

/** cuid2. */
export default {
  library: "cuid2",
  packages: ["@paralleldrive/cuid2"],
  versions: "*",
  docs: "https://github.com/paralleldrive/cuid2",
  names: { default: "" },
  sources: [{ match: ["createId", "init()"], on: "call", kind: "attempt" }],
} satisfies LibraryModel;
