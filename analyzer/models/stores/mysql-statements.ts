import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

/** A statement with its values, or an object of both; `changed` is where the result holds the number of changed rows. */
export function mysqlStatements(match: readonly string[], changed: string): readonly CallModel[] {
  const claim = { property: changed, won: "positive", by: "update" } as const;
  return [
    {
      match,
      when: [{ place: { argument: 0, property: "sql" } }],
      effect: "sql",
      sql: { argument: 0, property: "sql" },
      parameters: { argument: 0, property: "values" },
      claim,
      returns: "rows",
    },
    { match, effect: "sql", sql: { argument: 0 }, parameters: { argument: 1 }, claim, returns: "rows" },
  ];
}

/** How MySQL and MariaDB say that a row is there already. */
export const mysqlConflicts: NonNullable<LibraryModel["conflicts"]> = [
  { property: "code", equals: "ER_DUP_ENTRY" },
  { property: "errno", equals: 1062 },
];
