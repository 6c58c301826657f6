import type { LibraryModel } from "../model.js";

/** nodejs-snowflake: a time, an instance and a counter. */
export default {
  library: "nodejs-snowflake",
  packages: ["nodejs-snowflake"],
  versions: ">=2",
  docs: "https://github.com/utkarsh-pro/nodejs-snowflake#usage",
  sources: [{ match: "Snowflake#getUniqueID", on: "call", kind: "attempt" }],
} satisfies LibraryModel;
