import type { LibraryModel } from "../model.js";
import { headerKeyAt } from "./header-key.js";

/** Node's own HTTP client. */
export default {
  library: "Node http",
  packages: ["node:http", "node:https", "http", "https"],
  versions: "*",
  docs: "https://nodejs.org/api/http.html#httprequesturl-options-callback",
  names: { default: "" },
  changes: ["request().setHeader"],
  calls: [
    // `request({ hostname, path, method, headers })`
    ...["hostname", "host"].map((host) => ({
      match: "request",
      when: [{ place: { argument: 0, property: "method" } }, { place: { argument: 0, property: host } }],
      effect: "http" as const,
      method: { argument: 0, property: "method" },
      url: { argument: 0, property: "path" },
      host: { argument: 0, property: host },
      key: { ...headerKeyAt(0), setBy: ["setHeader"] },
    })),
    {
      match: "request",
      effect: "http",
      method: { argument: 1, property: "method" },
      url: { argument: 0 },
      key: { ...headerKeyAt(1), setBy: ["setHeader"] },
    },
  ],
} satisfies LibraryModel;
