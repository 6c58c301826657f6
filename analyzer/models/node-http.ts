import { headerKey } from "./http-key.js";
import type { LibraryModel } from "./model.js";

/** Node's own HTTP client, and ofetch, which repeats requests without a body. */
export default [
  {
    library: "Node http",
    packages: ["node:http", "node:https", "http", "https"],
    versions: "*",
    docs: "https://nodejs.org/api/http.html#httprequesturl-options-callback",
    names: { default: "" },
    calls: [
      {
        match: "request",
        when: [{ place: { argument: 0, property: "method" } }],
        effect: "http",
        method: { argument: 0, property: "method" },
        url: { argument: 0, property: "hostname" },
        key: { ...headerKey, argument: 0 },
      },
      {
        match: "request",
        effect: "http",
        method: { argument: 1, property: "method" },
        url: { argument: 0 },
        key: { ...headerKey, argument: 1 },
      },
    ],
  },
  {
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
        key: { ...headerKey, argument: 1 },
        returns: "reply",
      },
    ],
  },
] as const satisfies readonly LibraryModel[];
