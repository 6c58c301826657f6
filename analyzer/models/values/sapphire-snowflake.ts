import type { LibraryModel } from "../model.js";

/** Sapphire's snowflakes: a time and a counter. */
export default {
  library: "@sapphire/snowflake",
  packages: ["@sapphire/snowflake"],
  versions: ">=2",
  docs: "https://github.com/sapphiredev/utilities/tree/main/packages/snowflake#readme",
  names: { DiscordSnowflake: "Snowflake#", TwitterSnowflake: "Snowflake#" },
  sources: [{ match: "Snowflake#generate", on: "call", kind: "attempt" }],
} satisfies LibraryModel;
