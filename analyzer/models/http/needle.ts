import type { LibraryModel } from "../model.js";
import { headerKeyAt } from "./header-key.js";

/** needle: the body is the second argument of a method, the options the third. */
export default {
  library: "needle",
  packages: ["needle"],
  versions: ">=2",
  docs: "https://github.com/tomas/needle#api",
  names: { default: "Needle#", "": "Needle#" },
  calls: [
    ...["post", "put", "patch", "delete"].map(
      (method) =>
        ({
          match: `Needle#${method}`,
          effect: "http",
          method: method.toUpperCase(),
          url: { argument: 0 },
          values: { argument: 1 },
          key: headerKeyAt(2),
          returns: "reply",
        }) as const,
    ),
    { match: ["Needle#get", "Needle#head"], effect: "http", method: "GET", url: { argument: 0 }, returns: "reply" },
    {
      match: ["Needle#", "Needle#request"],
      effect: "http",
      method: { argument: 0 },
      url: { argument: 1 },
      values: { argument: 2 },
      key: headerKeyAt(3),
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
