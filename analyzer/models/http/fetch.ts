import { headerKeyAt } from "./header-key.js";
import type { LibraryModel } from "../model.js";

/** The global `fetch`, the packages that provide the same function, and undici's own requests. */
export default {
  library: "fetch",
  packages: ["node-fetch", "undici", "cross-fetch", "isomorphic-fetch", "node-fetch-native", "isomorphic-unfetch"],
  globals: ["fetch"],
  versions: "*",
  docs: "https://developer.mozilla.org/docs/Web/API/Window/fetch",
  names: {
    default: "fetch",
    "": "fetch",
    "Client#": "Dispatcher#",
    "Pool#": "Dispatcher#",
    "Agent#": "Dispatcher#",
    "BalancedPool#": "Dispatcher#",
    "ProxyAgent#": "Dispatcher#",
  },
  calls: [
    {
      match: ["fetch", "request"],
      effect: "http",
      url: { argument: 0 },
      method: { argument: 1, property: "method" },
      values: { argument: 1, property: "body" },
      key: headerKeyAt(1),
      returns: "reply",
    },
    {
      match: "Dispatcher#request",
      effect: "http",
      url: { argument: 0, property: "path" },
      method: { argument: 0, property: "method" },
      values: { argument: 0, property: "body" },
      key: headerKeyAt(0),
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
