import type { LibraryModel } from "../model.js";

/** SQLite in process: the statement's text stands where it is prepared. */
export default [
  {
    library: "better-sqlite3",
    packages: ["better-sqlite3"],
    versions: ">=7",
    docs: "https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md",
    names: {
      default: "Database",
      "": "Database",
      "default()": "Database#",
      "Database()": "Database#",
      "Database.Database#": "Database#",
    },
    calls: [
      {
        match: "Database#prepare().run",
        effect: "sql",
        sql: { link: "prepare", argument: 0 },
        parameters: { argument: 0 },
        claim: { property: "changes", won: "positive", by: "update" },
        returns: "reply",
      },
      {
        match: "Database#prepare().get",
        effect: "sql",
        sql: { link: "prepare", argument: 0 },
        parameters: { argument: 0 },
        returns: "row",
      },
      {
        match: ["Database#prepare().all", "Database#prepare().iterate"],
        effect: "sql",
        sql: { link: "prepare", argument: 0 },
        parameters: { argument: 0 },
        returns: "rows",
      },
      { match: "Database#exec", effect: "sql", sql: { argument: 0 } },
    ],
    wrappers: [
      {
        match: "Database#transaction",
        kind: "transaction",
        callback: { argument: 0 },
        returnsFunction: true,
        what: "better-sqlite3 runs the function in one transaction",
      },
    ],
    conflicts: [
      { property: "code", equals: "SQLITE_CONSTRAINT_UNIQUE" },
      { property: "code", equals: "SQLITE_CONSTRAINT_PRIMARYKEY" },
    ],
  },
  {
    library: "node:sqlite",
    packages: ["node:sqlite"],
    versions: "*",
    docs: "https://nodejs.org/api/sqlite.html",
    names: { "DatabaseSync#": "Database#" },
    calls: [
      {
        match: "Database#prepare().run",
        effect: "sql",
        sql: { link: "prepare", argument: 0 },
        parameters: { argument: 0 },
        claim: { property: "changes", won: "positive", by: "update" },
        returns: "reply",
      },
      {
        match: "Database#prepare().get",
        effect: "sql",
        sql: { link: "prepare", argument: 0 },
        parameters: { argument: 0 },
        returns: "row",
      },
      {
        match: "Database#prepare().all",
        effect: "sql",
        sql: { link: "prepare", argument: 0 },
        parameters: { argument: 0 },
        returns: "rows",
      },
      { match: "Database#exec", effect: "sql", sql: { argument: 0 } },
    ],
    conflicts: [
      { property: "errcode", equals: 2067 },
      { property: "errcode", equals: 1555 },
    ],
  },
  {
    library: "libSQL",
    packages: ["@libsql/client", "@libsql/client/*"],
    versions: "*",
    docs: "https://docs.turso.tech/sdk/ts/reference",
    names: { "createClient()": "Client#", "Client#transaction()": "Client#", "Transaction#": "Client#" },
    calls: [
      {
        match: "Client#execute",
        when: [{ place: { argument: 0, property: "sql" } }],
        effect: "sql",
        sql: { argument: 0, property: "sql" },
        parameters: { argument: 0, property: "args" },
        claim: { property: "rowsAffected", won: "positive", by: "update" },
        returns: "rows",
      },
      {
        match: "Client#execute",
        effect: "sql",
        sql: { argument: 0 },
        parameters: { argument: 1 },
        claim: { property: "rowsAffected", won: "positive", by: "update" },
        returns: "rows",
      },
      { match: "Client#executeMultiple", effect: "sql", sql: { argument: 0 } },
    ],
    conflicts: [
      { property: "code", equals: "SQLITE_CONSTRAINT_UNIQUE" },
      { property: "code", equals: "SQLITE_CONSTRAINT_PRIMARYKEY" },
      { property: "code", equals: "SQLITE_CONSTRAINT" },
    ],
  },
] as const satisfies readonly LibraryModel[];
