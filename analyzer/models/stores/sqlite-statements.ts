import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const sql = { link: ["prepare", "query"], argument: 0 } as const;
const parameters = { argument: 0 } as const;

/** A statement's text stands where it is prepared; these run it. */
export function preparedStatements(all: readonly string[]): readonly CallModel[] {
  return [
    {
      match: "Database#prepare().run",
      effect: "sql",
      sql,
      parameters,
      claim: { property: "changes", won: "positive", by: "update" },
      returns: "reply",
    },
    { match: "Database#prepare().get", effect: "sql", sql, parameters, returns: "row" },
    { match: all.map((name) => `Database#prepare().${name}`), effect: "sql", sql, parameters, returns: "rows" },
  ];
}

/** How SQLite says that a row is there already. */
export const sqliteConflicts: NonNullable<LibraryModel["conflicts"]> = [
  { property: "code", equals: "SQLITE_CONSTRAINT_UNIQUE" },
  { property: "code", equals: "SQLITE_CONSTRAINT_PRIMARYKEY" },
  { property: "code", equals: "SQLITE_CONSTRAINT" },
];
