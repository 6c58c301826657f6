import type { LibraryModel } from "../model.js";
import { sqliteConflicts } from "./sqlite-statements.js";

const parameters = { argument: 1 } as const;
const sql = { argument: 0 } as const;
const prepared = { sql: { link: ["prepareAsync", "prepareSync"], argument: 0 }, parameters: { argument: 0 } } as const;
const claim = { property: "changes", won: "positive", by: "update" } as const;

/** A method as it is called with and without a promise. */
function both(name: string): readonly string[] {
  return [`Database#${name}Async`, `Database#${name}Sync`];
}

/** expo-sqlite, on the phone. */
export default {
  library: "expo-sqlite",
  packages: ["expo-sqlite"],
  versions: ">=14",
  docs: "https://docs.expo.dev/versions/latest/sdk/sqlite/",
  names: {
    "SQLiteDatabase#": "Database#",
    "openDatabaseAsync()": "Database#",
    "openDatabaseSync()": "Database#",
    "useSQLiteContext()": "Database#",
    "Transaction#": "Database#",
  },
  calls: [
    { match: both("run"), effect: "sql", sql, parameters, spread: true, claim, returns: "reply" },
    { match: both("getFirst"), effect: "sql", sql, parameters, spread: true, returns: "row" },
    { match: [...both("getAll"), ...both("getEach")], effect: "sql", sql, parameters, spread: true, returns: "rows" },
    { match: both("exec"), effect: "sql", sql },
    {
      match: ["Database#prepareAsync().executeAsync", "Database#prepareSync().executeSync"],
      effect: "sql",
      ...prepared,
      spread: true,
      claim,
      returns: "reply",
    },
    { match: "Database#sql", effect: "sql", sql, returns: "rows" },
  ],
  wrappers: [
    {
      match: "Database#withExclusiveTransactionAsync",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "Database#",
      what: "expo-sqlite runs the function in one transaction",
    },
    {
      match: both("withTransaction"),
      kind: "transaction",
      callback: { argument: 0 },
      what: "expo-sqlite runs the function in one transaction",
    },
  ],
  conflicts: sqliteConflicts,
} satisfies LibraryModel;
