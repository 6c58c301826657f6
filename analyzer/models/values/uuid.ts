import type { LibraryModel } from "../model.js";

/** uuid: `v3` and `v5` are as stable as what they are made from. */
export default {
  library: "uuid",
  packages: ["uuid"],
  versions: ">=7",
  docs: "https://github.com/uuidjs/uuid",
  names: { default: "" },
  sources: [{ match: ["v1", "v4", "v6", "v7"], on: "call", kind: "attempt" }],
} satisfies LibraryModel;
