import type { LibraryModel } from "../model.js";
import { preparedStatements } from "./sqlite-statements.js";

/** node:sqlite, which comes with Node. */
export default {
  library: "node:sqlite",
  packages: ["node:sqlite"],
  versions: "*",
  docs: "https://nodejs.org/api/sqlite.html",
  names: { "DatabaseSync#": "Database#", "Database#createTagStore()": "TagStore#" },
  calls: [
    ...preparedStatements(["all"]),
    { match: "TagStore#run", effect: "sql", sql: { argument: 0 }, returns: "reply" },
    { match: "TagStore#get", effect: "sql", sql: { argument: 0 }, returns: "row" },
    { match: ["TagStore#all", "TagStore#iterate"], effect: "sql", sql: { argument: 0 }, returns: "rows" },
    { match: "Database#exec", effect: "sql", sql: { argument: 0 } },
  ],
  conflicts: [
    { property: "errcode", equals: 2067 },
    { property: "errcode", equals: 1555 },
  ],
} satisfies LibraryModel;
