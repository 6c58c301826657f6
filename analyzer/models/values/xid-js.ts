import type { LibraryModel } from "../model.js";

/** xid-js. */
export default {
  library: "xid-js",
  packages: ["xid-js"],
  versions: ">=1",
  docs: "https://www.npmjs.com/package/xid-js",
  names: { default: "" },
  sources: [{ match: "next", on: "call", kind: "attempt" }],
} satisfies LibraryModel;
