import type { LibraryModel } from "../model.js";

const sql = { argument: 0 } as const;
const parameters = { argument: 1 } as const;
const one = ["one", "oneOrNone"] as const;
const many = ["any", "many", "manyOrNone", "query", "multi", "multiResult", "none", "map", "each"] as const;

/** pg-promise: the method's name says how many rows are expected. */
export default {
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
      match: one.map((name) => `Database#${name}`),
      effect: "sql",
      sql,
      parameters,
      claim: { won: "truthy", by: "update" },
      returns: "row",
    },
    {
      match: many.map((name) => `Database#${name}`),
      effect: "sql",
      sql,
      parameters,
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    { match: "Database#func", effect: "read", target: sql, returns: "rows" },
    { match: "Database#proc", effect: "call", target: sql, values: parameters, returns: "row" },
    {
      match: "Database#result",
      effect: "sql",
      sql,
      parameters,
      claim: { property: ["rowCount", "rows"], won: "positive", by: "update" },
      returns: "rows",
    },
  ],
  // What helpers make of an object and its columns.
  texts: [
    { match: "Main#helpers.insert", pieces: ["INSERT INTO ", { argument: 2 }, " ", { argument: 0 }] },
    { match: "Main#helpers.update", pieces: ["UPDATE ", { argument: 2 }, " SET ", { argument: 0 }] },
    { match: "Main#helpers.concat", pieces: [{ argument: 0 }] },
    { match: "Main#as.format", pieces: [{ argument: 0 }] },
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
      match: ["Database#task", "Database#taskIf"],
      kind: "invoke",
      callback: { argument: -1 },
      handle: "Database#",
      what: "pg-promise runs the callback on one connection",
    },
  ],
  conflicts: [{ property: "code", equals: "23505" }],
} satisfies LibraryModel;
