import type { LibraryModel } from "../model.js";
import { headerKey } from "./header-key.js";

/** Node's own HTTP client. */
export default {
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
} satisfies LibraryModel;
