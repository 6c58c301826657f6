import type { LibraryModel } from "../model.js";
import { pgConflicts } from "./pg-statements.js";

const generated = { sql: { link: "new", argument: 0, property: "statement" }, parameters: { argument: 0 } } as const;

/** PgTyped: a statement in a template or, generated, in an object; `run` sends it. */
export default {
  library: "PgTyped",
  packages: ["@pgtyped/runtime", "@pgtyped/query"],
  versions: ">=1",
  docs: "https://pgtyped.dev/docs/sql-file-intro",
  names: { default: "sql" },
  calls: [
    {
      match: "sql().run",
      effect: "sql",
      sql: { link: "sql", argument: 0 },
      parameters: { argument: 0 },
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
    {
      match: "PreparedQuery#runWithCounts",
      effect: "sql",
      ...generated,
      claim: { property: "rowCount", won: "positive", by: "update" },
      returns: "reply",
    },
    {
      match: "PreparedQuery#run",
      effect: "sql",
      ...generated,
      claim: { won: "non-empty", by: "update" },
      returns: "rows",
    },
  ],
  conflicts: pgConflicts,
} satisfies LibraryModel;
