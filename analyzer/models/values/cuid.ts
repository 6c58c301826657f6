import type { LibraryModel } from "../model.js";

/** cuid. */
export default {
  library: "cuid",
  packages: ["cuid"],
  versions: "*",
  docs: "https://github.com/paralleldrive/cuid",
  sources: [{ match: ["default", "", "default.slug"], on: "call", kind: "attempt" }],
} satisfies LibraryModel;
