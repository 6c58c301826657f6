import type { LibraryModel } from "../model.js";
import type { CallModel } from "../call-model.js";
import { headerKeyAt } from "./header-key.js";

const call = {
  match: "$fetch",
  effect: "http",
  method: { argument: 1, property: "method" },
  url: { argument: 0 },
  values: { argument: 1, property: "body" },
  key: headerKeyAt(1),
  returns: "reply",
} as const satisfies CallModel;

/** ofetch, which repeats a request that writes where it is told to alone. */
export default {
  library: "ofetch",
  packages: ["ofetch"],
  globals: ["$fetch"],
  versions: ">=1",
  docs: "https://github.com/unjs/ofetch#%EF%B8%8F-auto-retry",
  names: { "$fetch.create()": "$fetch", "ofetch.create()": "$fetch", ofetch: "$fetch", default: "$fetch" },
  calls: [
    {
      ...call,
      when: [{ place: { argument: 1, property: "retry" } }],
      repeats: {
        what: "ofetch sends the request again as often as `retry` says, whatever its method",
        limit: { argument: 1, property: "retry" },
      },
    },
    call,
  ],
} satisfies LibraryModel;
