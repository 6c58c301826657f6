import { headerKeyAt } from "./header-key.js";
import type { LibraryModel } from "../model.js";

/** The global `fetch` and the packages that provide the same function. */
export default {
  library: "fetch",
  packages: ["node-fetch", "cross-fetch", "isomorphic-fetch", "node-fetch-native", "isomorphic-unfetch"],
  globals: ["fetch"],
  versions: "*",
  docs: "https://developer.mozilla.org/docs/Web/API/Window/fetch",
  names: {
    default: "fetch",
    "": "fetch",
  },
  calls: [
    // `fetch(new Request(url, { method, headers, body }))`, unless `init` says otherwise.
    {
      match: "fetch",
      when: [
        { place: { argument: 0, property: "method" } },
        { place: { argument: 1, property: "method" }, absent: true },
      ],
      effect: "http",
      url: { argument: 0, property: "url" },
      method: { argument: 0, property: "method" },
      values: { argument: 0, property: "body" },
      key: headerKeyAt(0),
      returns: "reply",
    },
    {
      match: "fetch",
      effect: "http",
      url: { argument: 0 },
      method: { argument: 1, property: "method" },
      values: { argument: 1, property: "body" },
      key: headerKeyAt(1),
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
