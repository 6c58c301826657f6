import type { LibraryModel } from "../model.js";

const sql = { argument: 0 } as const;
const one = ["one", "maybeOne", "oneFirst", "maybeOneFirst"] as const;
const many = ["any", "many", "anyFirst", "manyFirst", "exists"] as const;

/** slonik: a statement is a token that a connection is given. */
export default {
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
    {
      match: one.map((name) => `Pool#${name}`),
      effect: "sql",
      sql,
      claim: { won: "truthy", by: "update" },
      returns: "row",
    },
    {
      match: many.map((name) => `Pool#${name}`),
      effect: "sql",
      sql,
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    {
      match: ["Pool#query", "Pool#stream"],
      effect: "sql",
      sql,
      claim: { property: ["rowCount", "rows"], won: "positive", by: "update" },
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
} satisfies LibraryModel;
