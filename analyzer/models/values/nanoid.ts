import type { LibraryModel } from "../model.js";

/** nanoid. */
export default {
  library: "nanoid",
  packages: ["nanoid", "nanoid/non-secure", "nanoid/async"],
  versions: ">=3",
  docs: "https://github.com/ai/nanoid",
  sources: [{ match: ["nanoid", "customAlphabet()", "customRandom()", "random"], on: "call", kind: "attempt" }],
} satisfies LibraryModel;
