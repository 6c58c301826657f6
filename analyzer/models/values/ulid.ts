import type { LibraryModel } from "../model.js";

/** ulid. */
export default {
  library: "ulid",
  packages: ["ulid", "ulidx"],
  versions: "*",
  docs: "https://github.com/ulid/javascript",
  names: { default: "" },
  sources: [{ match: ["ulid", "monotonicFactory()"], on: "call", kind: "attempt" }],
} satisfies LibraryModel;
