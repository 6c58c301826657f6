import { headerKeyAt } from "../http/header-key.js";
import type { LibraryModel } from "../model.js";

/** fetch-retry makes a `fetch` that sends a request again after a network error, whatever its method. */
export default {
  library: "fetch-retry",
  packages: ["fetch-retry"],
  versions: ">=5",
  docs: "https://github.com/jonbern/fetch-retry",
  names: { default: "build", "": "build" },
  calls: [
    {
      match: "build()",
      effect: "http",
      url: { argument: 0 },
      method: { argument: 1, property: "method" },
      values: { argument: 1, property: "body" },
      key: headerKeyAt(1),
      repeats: { what: "fetch-retry sends a request again after a network error, 3 times by default" },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
