import type { LibraryModel } from "../model.js";

const first = { argument: 0 } as const;

/** axios-retry makes a client repeat its requests. */
export default {
  library: "axios-retry",
  packages: ["axios-retry"],
  versions: ">=3",
  docs: "https://github.com/softonic/axios-retry",
  names: { "default.default": "default" },
  wrappers: [
    {
      match: ["default", ""],
      kind: "retry",
      callback: first,
      client: true,
      what: "axios-retry sends a request again after a network error, whatever its method",
    },
  ],
} satisfies LibraryModel;
