import { readAssignments } from "./assignment.js";
import { cursorOf, peek, sees, splitList, take, takeGroup, takeName, takeUntil, textOf } from "./cursor.js";
import type { Cursor } from "./cursor.js";
import { readWhere } from "./condition.js";
import { readSelect, selectItems } from "./select.js";
import type { SqlAssignment, SqlConflict, SqlPart } from "./statement.js";
import { tableAt } from "./target.js";
import type { SqlToken } from "./tokens.js";
import { readColumnName, readValue } from "./value.js";
import type { SqlContext, SqlValue } from "./value.js";

/** Reads `INSERT` and `REPLACE` of all dialects. */
export function readInsert(cursor: Cursor, context: SqlContext): SqlPart {
  const own = cursor.tokens.slice(cursor.at);
  const verb = readVerb(cursor);
  const table = tableAt(cursor, context);
  const alias = take(cursor, "AS") || isAlias(cursor) ? takeName(cursor)?.name : undefined;
  const names = sees(cursor, "(") && !startsQuery(cursor) ? splitList(takeGroup(cursor) ?? []) : undefined;
  take(cursor, "OVERRIDING", "SYSTEM", "VALUE");
  take(cursor, "OVERRIDING", "USER", "VALUE");
  if (take(cursor, "OUTPUT")) takeUntil(cursor, (here) => sees(here, "VALUES") || sees(here, "SELECT"));
  const columns = names?.flatMap((name) => (name[0]?.kind === "parameter" ? [] : (name[0]?.value ?? [])));
  const known = names !== undefined && columns?.length === names.length ? columns : undefined;
  const source = readSource(cursor, known, context);
  const tables = new Set(
    [table.table ?? "", alias ?? ""].map((name) => name.slice(name.lastIndexOf(".") + 1).toLowerCase()),
  );
  const conflict = readConflict(cursor, tables, context) ?? verb;
  return {
    kind: conflict && conflict.action !== "ignore" ? "upsert" : "insert",
    ...table,
    ...(alias === undefined ? {} : { alias }),
    ...source,
    ...(conflict ? { conflict } : {}),
    returning: own.some((token) => token.upper === "RETURNING" || token.upper === "OUTPUT"),
  };
}

const ANY: Pick<SqlConflict, "columns" | "expressions" | "set"> = { columns: [], expressions: [], set: [] };

/** Takes up to the table's name; `IGNORE` and `REPLACE` are conflict clauses. */
function readVerb(cursor: Cursor): SqlConflict | undefined {
  const replace = take(cursor, "REPLACE") || (take(cursor, "INSERT") && take(cursor, "OR", "REPLACE"));
  const ignore = take(cursor, "OR", "IGNORE");
  if (take(cursor, "OR")) cursor.at += 1;
  let ignores = ignore;
  for (; MODIFIERS.has(peek(cursor)?.upper ?? ""); cursor.at += 1) ignores ||= sees(cursor, "IGNORE");
  take(cursor, "INTO");
  if (replace) return { action: "replace", ...ANY };
  return ignores ? { action: "ignore", ...ANY } : undefined;
}

const MODIFIERS = new Set(["IGNORE", "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY"]);

function isAlias(cursor: Cursor): boolean {
  const token = peek(cursor);
  return token?.kind === "word" && !AFTER_TABLE.has(token.upper) && sees({ ...cursor, at: cursor.at + 1 }, "(");
}

const AFTER_TABLE = new Set(["VALUES", "VALUE", "SELECT", "SET", "DEFAULT", "OVERRIDING", "OUTPUT", "WITH", "TABLE"]);

function startsQuery(cursor: Cursor): boolean {
  const inside = peek(cursor, 1);
  return inside?.upper === "SELECT" || inside?.upper === "WITH";
}

type Source = Pick<SqlPart, "columns" | "valuesFrom" | "rows" | "unlessExists" | "from" | "whereText">;

function readSource(cursor: Cursor, names: readonly string[] | undefined, context: SqlContext): Source {
  if (take(cursor, "DEFAULT", "VALUES")) return { columns: [] };
  if (take(cursor, "SET")) {
    const set = takeUntil(cursor, (here) => sees(here, "ON") || sees(here, "RETURNING") || sees(here, "AS"));
    return readAssignments(set, new Set(), context);
  }
  if (take(cursor, "VALUES") || take(cursor, "VALUE")) return readValues(cursor, names, context);
  const query = sees(cursor, "(") && startsQuery(cursor) ? takeGroup(cursor) : undefined;
  if (query || sees(cursor, "SELECT") || sees(cursor, "WITH")) {
    const tokens =
      query ??
      takeUntil(
        cursor,
        (here) => sees(here, "ON", "CONFLICT") || sees(here, "ON", "DUPLICATE") || sees(here, "RETURNING"),
      );
    return readQuery(tokens, names, context);
  }
  const token = peek(cursor);
  if (token?.kind !== "parameter") return { columns: [] };
  cursor.at += 1;
  return allFrom(readValue([token], context), names);
}

function readValues(cursor: Cursor, names: readonly string[] | undefined, context: SqlContext): Source {
  if (sees(cursor, "{")) return readItem(cursor, context);
  const rows: (readonly SqlValue[])[] = [];
  let valuesFrom: SqlValue | undefined;
  do {
    take(cursor, "ROW");
    const group = takeGroup(cursor);
    const token = peek(cursor);
    if (group) rows.push(splitList(group).map((value) => readValue(value, context)));
    else if (token?.kind === "parameter") {
      cursor.at += 1;
      valuesFrom = readValue([token], context);
    }
  } while (take(cursor, ","));
  const [first, ...more] = rows;
  if (!first) return valuesFrom ? allFrom(valuesFrom, names) : { columns: [] };
  // `VALUES (${sql(row)})`: one placeholder for several columns.
  const [only] = first;
  if (only?.kind === "hole" && first.length === 1 && names !== undefined && names.length > 1)
    return allFrom(only, names);
  return {
    columns: first.map((value, position) => ({
      column: names?.[position] ?? "",
      position,
      value,
      more: more.flatMap((row) => row[position] ?? []),
    })),
    rows: rows.length,
    ...(valuesFrom ? { valuesFrom } : {}),
  };
}

/** PartiQL's item: `VALUE {'id': ?, 'amount': 3}`. */
function readItem(cursor: Cursor, context: SqlContext): Source {
  take(cursor, "{");
  const members = splitList(takeUntil(cursor, (here) => sees(here, "}")));
  take(cursor, "}");
  const columns = members.flatMap(([name, , ...value], position) =>
    name === undefined ? [] : [{ column: name.value, position, value: readValue(value, context), more: [] }],
  );
  return { columns, rows: 1 };
}

function allFrom(value: SqlValue, names: readonly string[] | undefined): Source {
  return {
    valuesFrom: value,
    columns: (names ?? []).map((column, position) => ({ column, position, value, more: [] })),
  };
}

/** `INSERT … SELECT`: each item of the list is the value of its column. */
function readQuery(tokens: readonly SqlToken[], names: readonly string[] | undefined, context: SqlContext): Source {
  const select = readSelect(cursorOf(tokens), context);
  const items = selectItems(tokens, context);
  const columns = items.map((value, position): SqlAssignment => ({
    column: names?.[position] ?? "",
    position,
    value,
    more: [],
  }));
  const cursor = cursorOf(tokens);
  takeUntil(cursor, (here) => sees(here, "WHERE"));
  const absent = take(cursor, "WHERE") ? readWhere(cursor.tokens.slice(cursor.at), context).absent[0] : undefined;
  return {
    columns,
    from: select.from ?? [],
    ...(select.whereText === undefined ? {} : { whereText: select.whereText }),
    ...(absent === undefined ? {} : { unlessExists: absent }),
  };
}

function readConflict(cursor: Cursor, tables: ReadonlySet<string>, context: SqlContext): SqlConflict | undefined {
  takeUntil(
    cursor,
    (here) => sees(here, "ON", "CONFLICT") || sees(here, "ON", "DUPLICATE") || sees(here, "IF", "NOT", "EXISTS"),
  );
  // Cassandra's, at the end of the statement.
  if (take(cursor, "IF", "NOT", "EXISTS")) return { action: "ignore", ...ANY };
  if (take(cursor, "ON", "DUPLICATE", "KEY", "UPDATE")) {
    const set = readAssignments(
      takeUntil(cursor, (here) => sees(here, "RETURNING")),
      tables,
      context,
    ).columns;
    const nothing = set.length > 0 && set.every((each) => isOwn(each, tables));
    return { action: nothing ? "ignore" : "merge", columns: [], expressions: [], set: nothing ? [] : set };
  }
  if (!take(cursor, "ON", "CONFLICT")) return undefined;
  const constraint = take(cursor, "ON", "CONSTRAINT") ? takeName(cursor)?.name : undefined;
  const members = splitList(takeGroup(cursor) ?? []);
  const predicate = take(cursor, "WHERE")
    ? textOf(
        takeUntil(cursor, (here) => sees(here, "DO")),
        context.text,
      )
    : undefined;
  const isExpression = (member: readonly SqlToken[]): boolean =>
    !readColumnName(member.slice(0, 1), context) || member[1]?.value === "(";
  const target = {
    columns: members.filter((member) => !isExpression(member)).map((member) => member[0]?.value ?? ""),
    expressions: members.filter(isExpression).map((member) => textOf(member, context.text)),
    ...(constraint === undefined ? {} : { constraint }),
    ...(predicate === undefined ? {} : { predicate }),
  };
  if (!take(cursor, "DO", "UPDATE", "SET")) return { action: "ignore", ...target, set: [] };
  const set = takeUntil(
    cursor,
    (here) => sees(here, "WHERE") || sees(here, "RETURNING") || sees(here, "ON", "CONFLICT"),
  );
  const where = take(cursor, "WHERE")
    ? textOf(
        takeUntil(cursor, (here) => sees(here, "RETURNING")),
        context.text,
      )
    : undefined;
  return {
    action: "merge",
    ...target,
    set: readAssignments(set, tables, context).columns,
    ...(where === undefined ? {} : { where }),
  };
}

/** `id = id` keeps the old row. */
function isOwn({ column, value }: SqlAssignment, tables: ReadonlySet<string>): boolean {
  if (value.kind !== "column" || value.name.toLowerCase() !== column.toLowerCase()) return false;
  return value.table === undefined || tables.has(value.table.toLowerCase());
}

/** Reads `MERGE INTO t USING s ON … WHEN …`. */
export function readMerge(cursor: Cursor, context: SqlContext): SqlPart {
  take(cursor, "MERGE");
  take(cursor, "INTO");
  const table = tableAt(cursor, context);
  if (take(cursor, "WITH")) takeGroup(cursor);
  const alias = take(cursor, "AS") || !sees(cursor, "USING") ? takeName(cursor)?.name : undefined;
  const tables = new Set([table.table ?? "", alias ?? ""].map((name) => name.toLowerCase()));
  takeUntil(cursor, (here) => sees(here, "ON"));
  take(cursor, "ON");
  const on = readWhere(
    takeUntil(cursor, (here) => sees(here, "WHEN")),
    context,
  );
  const own = on.conditions.filter(
    (condition) => condition.table === undefined || tables.has(condition.table.toLowerCase()),
  );
  let set: readonly SqlAssignment[] = [];
  let columns: readonly SqlAssignment[] = [];
  let inserts = false;
  while (take(cursor, "WHEN")) {
    takeUntil(cursor, (here) => sees(here, "THEN"));
    take(cursor, "THEN");
    const action = cursorOf(takeUntil(cursor, (here) => sees(here, "WHEN")));
    if (take(action, "UPDATE", "SET"))
      set = readAssignments(
        action.tokens.slice(action.at).filter((token) => token.value !== ";"),
        tables,
        context,
      ).columns;
    else if (take(action, "INSERT")) {
      inserts = true;
      const names = splitList(takeGroup(action) ?? []).flatMap((name) => name.at(-1)?.value ?? []);
      if (take(action, "VALUES"))
        columns = readValues(action, names.length > 0 ? names : undefined, context).columns ?? [];
    }
  }
  if (!inserts) return { kind: "update", ...table, columns: set, where: own, whereText: on.text };
  const conflict: SqlConflict = {
    action: set.length > 0 ? "merge" : "ignore",
    columns: own.map((condition) => condition.column),
    expressions: [],
    set,
  };
  return { kind: "upsert", ...table, ...(alias === undefined ? {} : { alias }), columns, conflict };
}
