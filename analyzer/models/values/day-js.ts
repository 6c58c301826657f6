import type { LibraryModel } from "../model.js";

/** Day.js. */
export default {
  library: "Day.js",
  packages: ["dayjs"],
  versions: "*",
  docs: "https://day.js.org/docs/en/parse/now",
  names: { "": "default" },
  sources: [{ match: ["default", "default.utc", "default.tz"], on: "call", kind: "attempt", unlessArguments: true }],
} satisfies LibraryModel;
