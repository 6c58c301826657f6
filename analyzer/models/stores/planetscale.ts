import type { LibraryModel } from "../model.js";

/** PlanetScale's serverless driver: MySQL over HTTP. */
export default {
  library: "PlanetScale",
  packages: ["@planetscale/database"],
  versions: ">=1",
  docs: "https://planetscale.com/docs/tutorials/planetscale-serverless-driver",
  names: {
    "connect()": "Connection#",
    "Client#": "Connection#",
    "Connection#connection()": "Connection#",
    "Transaction#": "Connection#",
    "Tx#": "Connection#",
  },
  calls: [
    {
      match: "Connection#execute",
      effect: "sql",
      sql: { argument: 0 },
      parameters: { argument: 1 },
      claim: { property: ["rowsAffected", "rows"], won: "positive", by: "update" },
      returns: "rows",
    },
  ],
  wrappers: [
    {
      match: "Connection#transaction",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "Connection#",
      what: "PlanetScale runs the callback in one transaction",
    },
  ],
  conflicts: [{ property: "body.code", equals: "ALREADY_EXISTS" }],
} satisfies LibraryModel;
