import type { LibraryModel } from "../model.js";

/** Tags that only build SQL text, which a driver sends; some let the text grow. */
export default {
  library: "SQL template tags",
  packages: ["sql-template-strings", "sql-template-tag", "@nearform/sql", "squid", "squid/pg", "squid/pg.js"],
  versions: "*",
  docs: "https://github.com/felixfbecker/node-sql-template-strings",
  names: { SQL: "default", sql: "default", "pg.sql": "default", "": "default" },
  texts: [
    { match: "default().append", pieces: [{ argument: 0 }], adds: true },
    // What it is prepared under says nothing of the text.
    { match: ["default().setName", "default().useBind"], pieces: [], adds: true },
  ],
} satisfies LibraryModel;
