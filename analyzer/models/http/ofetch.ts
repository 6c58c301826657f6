import type { LibraryModel } from "../model.js";
import { headerKeyAt } from "./header-key.js";

/** ofetch, which repeats requests without a body. */
export default {
  library: "ofetch",
  packages: ["ofetch"],
  globals: ["$fetch"],
  versions: ">=1",
  docs: "https://github.com/unjs/ofetch#%EF%B8%8F-auto-retry",
  names: { "$fetch.create()": "$fetch", "ofetch.create()": "$fetch", ofetch: "$fetch", default: "$fetch" },
  calls: [
    {
      match: "$fetch",
      effect: "http",
      method: { argument: 1, property: "method" },
      url: { argument: 0 },
      values: { argument: 1, property: "body" },
      key: headerKeyAt(1),
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
