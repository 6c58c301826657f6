import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

/** `query` of node-postgres and of the drivers that keep its interface: text and values, or an object of both. */
export function pgQueries(match: readonly string[]): readonly CallModel[] {
  const claim = { property: "rowCount", won: "positive", by: "update" } as const;
  return [
    {
      match,
      effect: "sql",
      sql: { argument: 0, property: "text" },
      parameters: { argument: 0, property: "values" },
      when: [{ place: { argument: 0, property: "text" } }],
      claim,
      returns: "rows",
    },
    { match, effect: "sql", sql: { argument: 0 }, parameters: { argument: 1 }, claim, returns: "rows" },
  ];
}

/** How PostgreSQL says that a row is there already. */
export const pgConflicts: NonNullable<LibraryModel["conflicts"]> = [{ property: "code", equals: "23505" }];
