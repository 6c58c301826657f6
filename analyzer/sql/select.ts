import { cursorOf, peek, sees, splitList, take, takeGroup, takeUntil } from "./cursor.js";
import type { Cursor } from "./cursor.js";
import { invocationsIn, PURE } from "./invocation.js";
import { namesOfList } from "./selected.js";
import { readWhere, type SqlWhere } from "./condition.js";
import type { SqlLock, SqlPart } from "./statement.js";
import { tableAt } from "./target.js";
import type { SqlToken } from "./tokens.js";
import { readList, readValue, unwrap } from "./value.js";
import type { SqlContext, SqlValue } from "./value.js";

/** Reads `SELECT`: what it reads, locks, calls and announces. */
export function readSelect(cursor: Cursor, context: SqlContext): SqlPart {
  if (!take(cursor, "SELECT")) take(cursor, "PERFORM");
  const own = topLevel(cursor);
  const all = cursor.tokens.slice(cursor.at);
  const list = takeUntil(cursor, (here) => CLAUSES.some((word) => sees(here, word)));
  const calls = splitList(list).flatMap((item) => callIn(item));
  const invoked = invocationsIn(all, context).map((invocation) => {
    const label = calls.find(({ name }) => name === invocation.name)?.label;
    return label === undefined ? invocation : { ...invocation, label };
  });
  const from = take(cursor, "FROM") ? readFrom(cursor, context) : NOWHERE;
  takeUntil(cursor, (here) => sees(here, "WHERE") || startsLock(here) || LATE.some((word) => sees(here, word)));
  const where = take(cursor, "WHERE")
    ? readWhere(
        takeUntil(cursor, (here) => startsLock(here) || LATE.some((word) => sees(here, word))),
        context,
      )
    : undefined;
  const names = [...calls.map((call) => call.name), ...from.routines];
  const advisory = calls.find((call) => ADVISORY.test(call.name));
  const notify = calls.find((call) => /^pg_notify$/i.test(call.name));
  const common: Omit<SqlPart, "kind"> = {
    from: from.tables,
    calls: names,
    invoked,
    where: where?.conditions ?? [],
    disjunctive: where?.disjunctive ?? false,
    ...(where ? { whereText: where.text } : {}),
    limited: own.some((token) => token.upper === "LIMIT" || token.upper === "TOP" || token.upper === "FETCH"),
    ...(from.tables[0] === undefined ? {} : { table: from.tables[0] }),
  };
  if (notify) return { kind: "notify", ...common, ...channelOf(notify.arguments, context) };
  if (advisory) {
    const lock: SqlLock = {
      kind: "advisory",
      what: advisory.name,
      skipLocked: false,
      noWait: /try/i.test(advisory.name),
      key: readList(advisory.arguments, context),
    };
    return { kind: "lock", ...common, lock };
  }
  const routine = names.find((name) => !PURE.test(name));
  if (from.tables.length === 0 && routine !== undefined) return { kind: "call", ...common, table: routine };
  const lock = rowLock(own, cursor.tokens);
  const selects = namesOfList(list);
  const lacks = where ? lackedBy(where, from) : [];
  return {
    kind: "select",
    ...common,
    ...(lock ? { lock } : {}),
    ...(selects ? { selects } : {}),
    ...(lacks.length > 0 ? { lacks } : {}),
  };
}

const NOWHERE: From = { tables: [], routines: [], outer: new Map() };

/** Tables without a row for what is selected. */
function lackedBy({ absent, conditions }: SqlWhere, { outer }: From): readonly string[] {
  const unmatched = conditions.flatMap(({ operator, table, wrapped }) => {
    const joined = operator === "is null" && !wrapped && table !== undefined ? outer.get(table) : undefined;
    return joined === undefined ? [] : [joined];
  });
  return [...new Set([...absent, ...unmatched])];
}

/** The items of a `SELECT` list as values; `SELECT * FROM unnest($1, $2)` gives the arguments. */
export function selectItems(tokens: readonly SqlToken[], context: SqlContext): readonly SqlValue[] {
  const cursor = cursorOf(tokens);
  if (!take(cursor, "SELECT")) return [];
  take(cursor, "DISTINCT");
  const list = takeUntil(cursor, (here) => CLAUSES.some((word) => sees(here, word)));
  if (list.length === 1 && list[0]?.value === "*") {
    const unnests = take(cursor, "FROM") && take(cursor, "UNNEST") ? takeGroup(cursor) : undefined;
    return unnests ? readList(unnests, context) : [];
  }
  return splitList(list).map((item) => readValue(withoutLabel(item), context));
}

const CLAUSES = ["FROM", "WHERE", "GROUP", "ORDER", "LIMIT", "FOR", "UNION", "INTO", "HAVING"];
const LATE = [
  "GROUP",
  "ORDER",
  "LIMIT",
  "OFFSET",
  "FETCH",
  "UNION",
  "HAVING",
  "WINDOW",
  "RETURNING",
  "INTERSECT",
  "EXCEPT",
];
const ADVISORY = /^(?:pg_(?:try_)?advisory_(?:xact_)?lock(?:_shared)?|get_lock|sp_getapplock)$/i;

interface Call {
  readonly name: string;
  /** What its answer is called, where it is given a name. */
  readonly label?: string;
  readonly arguments: readonly SqlToken[];
}

/** The function that an item of a `SELECT` list calls, through casts. */
function callIn(item: readonly SqlToken[]): readonly Call[] {
  const inner = unwrap(withoutLabel(item));
  const cursor = cursorOf(inner);
  let name: string | undefined;
  while (peek(cursor)?.kind === "word" || peek(cursor)?.kind === "quoted") {
    name = peek(cursor)?.value;
    cursor.at += 1;
    if (!take(cursor, ".")) break;
  }
  const given = name === undefined ? undefined : takeGroup(cursor);
  const label = item.at(-2)?.upper === "AS" ? item.at(-1)?.value : undefined;
  return name !== undefined && given ? [{ name, arguments: given, ...(label === undefined ? {} : { label }) }] : [];
}

function withoutLabel(item: readonly SqlToken[]): readonly SqlToken[] {
  const as = item.findLastIndex((token) => token.upper === "AS");
  return as > 0 && as === item.length - 2 ? item.slice(0, as) : item;
}

/** The short name that a table is given: `notes AS n`, `notes n`. */
function aliasAt(cursor: Cursor): string | undefined {
  const [first, second] = [peek(cursor), peek({ tokens: cursor.tokens, at: cursor.at + 1 })];
  const token = first?.upper === "AS" ? second : first;
  const isName = token?.kind === "quoted" || (token?.kind === "word" && !AFTER_TABLE.has(token.upper));
  return isName ? token.value : undefined;
}

const AFTER_TABLE = new Set(["ON", "USING", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "OUTER"]);

/** What stands after `FROM`. */
interface From {
  readonly tables: readonly string[];
  readonly routines: readonly string[];
  /** The tables of outer joins, by the names that conditions call them by. */
  readonly outer: ReadonlyMap<string, string>;
}

/** Takes the tables and joins after `FROM`. */
export function readFrom(cursor: Cursor, context: SqlContext): From {
  const tokens = takeUntil(
    cursor,
    (here) => sees(here, "WHERE") || startsLock(here) || LATE.some((word) => sees(here, word)),
  );
  const tables: string[] = [];
  const routines: string[] = [];
  const outer = new Map<string, string>();
  const inside = cursorOf(tokens);
  let expected = true;
  let isOuter = false;
  while (peek(inside)) {
    if (expected) {
      take(inside, "LATERAL");
      take(inside, "ONLY");
      const group = takeGroup(inside);
      if (group) {
        const nested =
          group[0]?.upper === "SELECT"
            ? readSelect(cursorOf(group), context).from
            : readFrom(cursorOf(group), context).tables;
        tables.push(...(nested ?? []));
      } else {
        const { table } = tableAt(inside, context);
        if (table === undefined) inside.at += 1;
        else if (sees(inside, "(")) routines.push(table);
        else tables.push(table);
        if (table !== undefined && isOuter) outer.set(aliasAt(inside) ?? table, table);
      }
      expected = false;
      isOuter = false;
    } else {
      isOuter ||= sees(inside, "LEFT");
      expected = sees(inside, ",") || sees(inside, "JOIN");
      if (!takeGroup(inside)) inside.at += 1;
    }
  }
  return { tables: [...new Set(tables)], routines, outer };
}

function startsLock(cursor: Cursor): boolean {
  return LOCKS.some((words) => sees(cursor, ...words));
}

const LOCKS: readonly (readonly string[])[] = [
  ["FOR", "UPDATE"],
  ["FOR", "NO", "KEY", "UPDATE"],
  ["FOR", "SHARE"],
  ["FOR", "KEY", "SHARE"],
  ["LOCK", "IN", "SHARE", "MODE"],
];

function rowLock(own: readonly SqlToken[], all: readonly SqlToken[]): SqlLock | undefined {
  const cursor = cursorOf(own);
  takeUntil(cursor, startsLock);
  const found = LOCKS.find((words) => sees(cursor, ...words));
  // SQL Server's hints stand in brackets: `WITH (UPDLOCK)`.
  const hint = all.some((token) => token.upper === "UPDLOCK" || token.upper === "XLOCK");
  if (!found && !hint) return undefined;
  return { kind: "row", what: found?.join(" ") ?? "UPDLOCK", ...locksIn(found ? own : all), key: [] };
}

/** The tokens ahead that stand in no brackets. */
function topLevel(cursor: Cursor): readonly SqlToken[] {
  const ahead = { tokens: cursor.tokens, at: cursor.at };
  const tokens: SqlToken[] = [];
  for (let token = peek(ahead); token; token = peek(ahead))
    if (!takeGroup(ahead)) {
      tokens.push(token);
      ahead.at += 1;
    }
  return tokens;
}

/** What a lock does when the row is taken. */
export function locksIn(tokens: readonly SqlToken[]): { readonly skipLocked: boolean; readonly noWait: boolean } {
  return {
    skipLocked: tokens.some(
      (token, at) => (token.upper === "SKIP" && tokens[at + 1]?.upper === "LOCKED") || token.upper === "READPAST",
    ),
    noWait: tokens.some((token) => token.upper === "NOWAIT"),
  };
}

function channelOf(given: readonly SqlToken[], context: SqlContext): Pick<SqlPart, "table" | "tableValue" | "columns"> {
  const [channel, payload] = readList(given, context);
  return {
    ...(channel?.kind === "literal" ? { table: channel.text } : channel ? { tableValue: channel } : {}),
    columns: payload ? [{ column: "payload", position: 0, value: payload, more: [] }] : [],
  };
}
