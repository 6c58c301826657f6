import type { LibraryModel } from "../model.js";

/** What tells one machine from another. */
export default {
  library: "Node os",
  packages: ["node:os", "os"],
  versions: "*",
  docs: "https://nodejs.org/api/os.html#oshostname",
  names: { default: "" },
  sources: [{ match: ["hostname", "uptime"], on: "call", kind: "attempt" }],
} satisfies LibraryModel;
