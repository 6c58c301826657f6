import type { LibraryModel } from "../model.js";

/** short-uuid. */
export default {
  library: "short-uuid",
  packages: ["short-uuid"],
  versions: "*",
  docs: "https://github.com/oculus42/short-uuid",
  names: {
    "default()": "Translator#",
    "createTranslator()": "Translator#",
    "default.createTranslator()": "Translator#",
  },
  sources: [
    { match: ["generate", "default.generate"], on: "call", kind: "attempt" },
    { match: ["Translator#generate"], on: "call", kind: "attempt" },
  ],
} satisfies LibraryModel;
