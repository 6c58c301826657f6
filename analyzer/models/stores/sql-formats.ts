import type { LibraryModel } from "../model.js";

const text = { argument: 0 } as const;
const percent = "%(?:\\d+\\$)?[ILs]";
const named = "(?<!:):(\\w+)";

/** Functions that only fill values into SQL text, which a driver sends: pg-format, sqlstring and yesql. */
export default {
  library: "SQL formats",
  packages: ["pg-format", "sqlstring", "yesql"],
  versions: "*",
  docs: "https://github.com/datalanche/node-pg-format",
  names: { "": "default", "default.pg": "pg", "default.mysql": "mysql", "default.format": "format" },
  texts: [
    { match: "default", pieces: [text], fills: { placeholder: percent, values: { argument: 1 }, spread: true } },
    { match: "default.withArray", pieces: [text], fills: { placeholder: percent, values: { argument: 1 } } },
    { match: "format", pieces: [text], fills: { placeholder: "\\?\\??", values: { argument: 1 } } },
    ...["pg", "mysql"].map((name) => ({
      match: `${name}()`,
      pieces: [{ link: name, argument: 0 }],
      fills: { placeholder: named, values: { argument: 0 } },
    })),
  ],
} satisfies LibraryModel;
