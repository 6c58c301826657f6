import { readAssignments } from "./assignment.js";
import { peek, sees, take, takeGroup, takeName, takeUntil } from "./cursor.js";
import type { Cursor } from "./cursor.js";
import { readWhere } from "./condition.js";
import type { SqlCondition } from "./condition.js";
import { readFrom } from "./select.js";
import type { SqlPart } from "./statement.js";
import { tableAt } from "./target.js";
import type { SqlContext } from "./value.js";

/** Reads `UPDATE` of all dialects. */
export function readUpdate(cursor: Cursor, context: SqlContext): SqlPart {
  take(cursor, "UPDATE");
  if (take(cursor, "OR")) cursor.at += 1;
  while (take(cursor, "LOW_PRIORITY") || take(cursor, "IGNORE") || take(cursor, "ONLY"));
  const limitedTop = takeTop(cursor);
  const table = tableAt(cursor, context);
  const alias = aliasAt(cursor, ["SET"]);
  const joined = takeUntil(cursor, (here) => sees(here, "SET"));
  take(cursor, "SET");
  const tables = namesOf(table.table, alias);
  const set = readAssignments(
    takeUntil(cursor, (here) => ENDS.some((word) => sees(here, word))),
    tables,
    context,
  );
  return {
    kind: "update",
    ...table,
    ...(alias === undefined ? {} : { alias }),
    ...set,
    ...readRest(cursor, tables, context, limitedTop, joined.length > 0),
  };
}

/** Reads `DELETE` of all dialects. */
export function readDelete(cursor: Cursor, context: SqlContext): SqlPart {
  take(cursor, "DELETE");
  const limitedTop = takeTop(cursor);
  while (take(cursor, "LOW_PRIORITY") || take(cursor, "IGNORE") || take(cursor, "QUICK"));
  take(cursor, "FROM");
  take(cursor, "ONLY");
  const table = tableAt(cursor, context);
  const alias = aliasAt(cursor, ["USING", ...ENDS]);
  return {
    kind: "delete",
    ...table,
    ...(alias === undefined ? {} : { alias }),
    ...readRest(cursor, namesOf(table.table, alias), context, limitedTop, false),
  };
}

const ENDS = ["FROM", "WHERE", "RETURNING", "ORDER", "LIMIT", "OUTPUT"];

function readRest(
  cursor: Cursor,
  tables: ReadonlySet<string>,
  context: SqlContext,
  limitedTop: boolean,
  joined: boolean,
): Omit<SqlPart, "kind" | "columns"> {
  let from: readonly string[] = [];
  const rest = cursor.tokens.slice(cursor.at);
  if (take(cursor, "OUTPUT")) takeUntil(cursor, (here) => sees(here, "WHERE") || sees(here, "FROM"));
  if (take(cursor, "FROM") || take(cursor, "USING")) from = readFrom(cursor, context).tables;
  takeUntil(
    cursor,
    (here) => sees(here, "WHERE") || sees(here, "RETURNING") || sees(here, "LIMIT") || sees(here, "ORDER"),
  );
  const where = take(cursor, "WHERE")
    ? readWhere(
        takeUntil(
          cursor,
          (here) =>
            sees(here, "RETURNING") || sees(here, "ORDER", "BY") || sees(here, "LIMIT") || startsExpectation(here),
        ),
        context,
      )
    : undefined;
  const expected =
    startsExpectation(cursor) && take(cursor, "IF") && !sees(cursor, "EXISTS")
      ? readWhere(cursor.tokens.slice(cursor.at), context).conditions
      : [];
  const others = from.length > 0 || joined;
  const own = (condition: SqlCondition): boolean =>
    condition.table === undefined ? true : !others || tables.has(condition.table.toLowerCase());
  const conditions = [...(where?.conditions ?? []), ...expected].filter(own);
  const limited = limitedTop || cursor.tokens.slice(cursor.at).some((token) => token.upper === "LIMIT");
  const nextOf = (condition: SqlCondition): boolean =>
    condition.values.some((value) => value.kind === "query" && value.limited);
  return {
    where: conditions,
    ...(where ? { whereText: where.text, disjunctive: where.disjunctive } : {}),
    returning: rest.some((token) => token.upper === "RETURNING" || token.upper === "OUTPUT"),
    limited,
    takesNext: limited || conditions.some(nextOf),
    from,
  };
}

/** Cassandra's `IF status = 'open'` after the condition; `IF(a, b, c)` is MySQL's function. */
function startsExpectation(cursor: Cursor): boolean {
  return sees(cursor, "IF") && peek(cursor, 1)?.value !== "(";
}

function takeTop(cursor: Cursor): boolean {
  if (!take(cursor, "TOP")) return false;
  if (!takeGroup(cursor)) cursor.at += 1;
  return true;
}

function aliasAt(cursor: Cursor, stops: readonly string[]): string | undefined {
  if (take(cursor, "AS")) return takeName(cursor)?.name;
  const token = peek(cursor);
  const names =
    token?.kind === "quoted" || (token?.kind === "word" && !stops.includes(token.upper) && !JOINS.has(token.upper));
  return names ? takeName(cursor)?.name : undefined;
}

const JOINS = new Set(["JOIN", "INNER", "LEFT", "RIGHT", "CROSS", "WITH", "PARTITION"]);

function namesOf(table: string | undefined, alias: string | undefined): ReadonlySet<string> {
  const base = table?.slice(table.lastIndexOf(".") + 1);
  return new Set([base, alias].flatMap((name) => (name === undefined ? [] : [name.toLowerCase()])));
}
