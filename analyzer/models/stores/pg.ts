import type { LibraryModel } from "../model.js";
import { pgConflicts, pgQueries } from "./pg-statements.js";

/** node-postgres: the statement's text tells what happens. */
export default {
  library: "node-postgres",
  packages: ["pg", "pg-pool"],
  versions: ">=8",
  docs: "https://node-postgres.com/apis/client",
  names: {
    default: "",
    "#": "Pool#",
    "PoolClient#": "Client#",
    "ClientBase#": "Client#",
    "Pool#connect()": "Client#",
  },
  calls: pgQueries(["Pool#query", "Client#query"]),
  conflicts: pgConflicts,
} satisfies LibraryModel;
