import type { LibraryModel } from "../model.js";

/** ts-pattern: a `switch` as an expression. */
export default {
  library: "ts-pattern",
  packages: ["ts-pattern"],
  versions: ">=4",
  docs: "https://github.com/gvergnaud/ts-pattern#api-reference",
  names: {
    "match().with()": "match()",
    "match().when()": "match()",
    "match().returnType()": "match()",
    "match().narrow()": "match()",
  },
  choices: [{ on: "match()", cases: ["with", "when"], ends: ["otherwise", "exhaustive", "run"] }],
} satisfies LibraryModel;
