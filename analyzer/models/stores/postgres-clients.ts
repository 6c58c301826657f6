import type { LibraryModel } from "../model.js";

const sql = { argument: 0 } as const;
const slonikRow = ["one", "maybeOne"] as const;
const slonikRows = ["query", "any", "many", "anyFirst", "manyFirst", "oneFirst", "maybeOneFirst", "exists"] as const;
const promiseRow = ["one", "oneOrNone"] as const;
const promiseRows = ["any", "many", "manyOrNone", "query", "result", "multi", "none"] as const;

/** PostgreSQL clients with methods of their own. */
export default [
  {
    library: "slonik",
    packages: ["slonik"],
    versions: ">=30",
    docs: "https://github.com/gajus/slonik",
    names: {
      "createPool()": "Pool#",
      "DatabasePool#": "Pool#",
      "CommonQueryMethods#": "Pool#",
      "DatabasePoolConnection#": "Pool#",
      "DatabaseTransactionConnection#": "Pool#",
    },
    calls: [
      { match: slonikRow.map((name) => `Pool#${name}`), effect: "sql", sql, returns: "row" },
      {
        match: slonikRows.map((name) => `Pool#${name}`),
        effect: "sql",
        sql,
        claim: { property: "rowCount", won: "positive", by: "update" },
        returns: "rows",
      },
    ],
    wrappers: [
      {
        match: "Pool#transaction",
        kind: "transaction",
        callback: { argument: 0 },
        handle: "Pool#",
        reruns: "slonik runs the callback again up to 5 times by default",
        what: "slonik runs the callback in one transaction",
      },
      {
        match: "Pool#connect",
        kind: "invoke",
        callback: { argument: 0 },
        handle: "Pool#",
        what: "slonik runs the callback with a connection",
      },
    ],
    conflicts: [{ instance: "UniqueIntegrityConstraintViolationError" }],
  },
  {
    library: "pg-promise",
    packages: ["pg-promise"],
    versions: ">=10",
    docs: "https://vitaly-t.github.io/pg-promise/Database.html",
    names: {
      "default()": "Main#",
      "()": "Main#",
      "Main#()": "Database#",
      "IMain#": "Main#",
      "IDatabase#": "Database#",
      "ITask#": "Database#",
      "IBaseProtocol#": "Database#",
    },
    calls: [
      {
        match: promiseRow.map((name) => `Database#${name}`),
        effect: "sql",
        sql,
        parameters: { argument: 1 },
        returns: "row",
      },
      {
        match: promiseRows.map((name) => `Database#${name}`),
        effect: "sql",
        sql,
        parameters: { argument: 1 },
        claim: { property: "rowCount", won: "positive", by: "update" },
        returns: "rows",
      },
    ],
    wrappers: [
      {
        match: ["Database#tx", "Database#txIf"],
        kind: "transaction",
        callback: { argument: -1 },
        handle: "Database#",
        isolation: { argument: 0, property: "mode" },
        what: "pg-promise runs the callback in one transaction",
      },
      {
        match: "Database#task",
        kind: "invoke",
        callback: { argument: -1 },
        handle: "Database#",
        what: "pg-promise runs the callback on one connection",
      },
    ],
    conflicts: [{ property: "code", equals: "23505" }],
  },
] as const satisfies readonly LibraryModel[];
