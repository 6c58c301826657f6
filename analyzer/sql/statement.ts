import { cursorOf, peek, sees, take, takeGroup, takeName, takeUntil, textOf } from "./cursor.js";
import type { Cursor } from "./cursor.js";
import type { SqlCondition } from "./condition.js";
import { readInsert, readMerge } from "./insert.js";
import { readArguments } from "./invocation.js";
import { heldBy, pickedBy } from "./picked.js";
import { locksIn, readSelect } from "./select.js";
import { fullName, tableAt } from "./target.js";
import { splitStatements, tokenize } from "./tokens.js";
import type { SqlToken } from "./tokens.js";
import { readDelete, readUpdate } from "./update.js";
import { readValue } from "./value.js";
import type { Relative, SqlContext, SqlValue } from "./value.js";

export type SqlKind =
  "insert" | "update" | "delete" | "select" | "upsert" | "call" | "ddl" | "notify" | "lock" | "transaction" | "other";

/** One SQL statement, as far as repeating it matters. */
export interface SqlStatement {
  readonly kind: SqlKind;
  readonly text: string;
  /** Offset in the classified text. */
  readonly start: number;
  /** The table written or first read, channel or routine; `billing.orders` outside the default schema. */
  readonly table?: string;
  /** Present when a placeholder stands for the table's name. */
  readonly tableValue?: SqlValue;
  readonly alias?: string;
  /** What is written; for an upsert what the insert half writes. */
  readonly columns: readonly SqlAssignment[];
  /** One placeholder stands for all rows or assignments: `VALUES ${sql(rows)}`. */
  readonly valuesFrom?: SqlValue;
  /** Rows written at once, when the text shows it. */
  readonly rows: number;
  /** Comparisons that every selected row meets. */
  readonly where: readonly SqlCondition[];
  readonly whereText?: string;
  /** What a `SELECT` gives back, by name; absent where that is all there is, or cannot be told. */
  readonly selects?: readonly string[];
  /** The `WHERE` is an `OR`. */
  readonly disjunctive: boolean;
  readonly conflict?: SqlConflict;
  /** Columns whose new value builds on the old one, on conflict too. */
  readonly relative: readonly string[];
  /** Columns set to a literal. */
  readonly constants: Readonly<Record<string, string>>;
  readonly lock?: SqlLock;
  readonly returning: boolean;
  readonly limited: boolean;
  /** The rows are chosen by a limited query, not named: each run takes the next ones. */
  readonly takesNext: boolean;
  /** `INSERT … SELECT … WHERE NOT EXISTS (SELECT … FROM table)`. */
  readonly unlessExists?: string;
  /** `SELECT … WHERE NOT EXISTS (SELECT … FROM table)`, and tables of an outer join of which no row was found. */
  readonly lacks?: readonly string[];
  /** Tables read. */
  readonly from: readonly string[];
  /** Names of functions called at the top of a `SELECT`. */
  readonly calls: readonly string[];
  /** Functions and procedures that it calls, with what each is given; those that only compute are left out. */
  readonly invoked: readonly SqlInvocation[];
  /** Name of the common table expression that holds it. */
  readonly cte?: string;
  readonly isolation?: string;
}

export interface SqlAssignment {
  /** Empty when the statement lists no columns: then `position` says which. */
  readonly column: string;
  readonly position: number;
  readonly value: SqlValue;
  /** Values of further rows. */
  readonly more: readonly SqlValue[];
  readonly relative?: Relative;
}

/** A call of a routine of the database. */
export interface SqlInvocation {
  /** With its schema where that is not the default one. */
  readonly name: string;
  readonly given: readonly SqlArgument[];
  /** What its answer is called in a `SELECT`, where that is not its name. */
  readonly label?: string;
}

export interface SqlArgument {
  /** `p_id := $1`, `p_id => $1`, `@id = $1`. */
  readonly name?: string;
  readonly value: SqlValue;
}

export interface SqlConflict {
  /** `replace` deletes the old row and inserts a new one. */
  readonly action: "ignore" | "merge" | "replace";
  /** The target; empty means any unique set. */
  readonly columns: readonly string[];
  readonly expressions: readonly string[];
  readonly constraint?: string;
  /** Predicate of the target, for partial indexes. */
  readonly predicate?: string;
  readonly set: readonly SqlAssignment[];
  /** Condition on the update. */
  readonly where?: string;
}

export interface SqlLock {
  readonly kind: "row" | "advisory" | "table";
  /** `FOR UPDATE`, `pg_advisory_xact_lock`. */
  readonly what: string;
  readonly skipLocked: boolean;
  readonly noWait: boolean;
  /** What an advisory lock is taken on. */
  readonly key: readonly SqlValue[];
}

/**
 * Classifies SQL text, which may hold several statements and placeholders (`$1`, `?`, `:name`, `@name`, `$hole1`).
 * Writes inside common table expressions come before the statement that holds them. Text that is no SQL gives `other`.
 */
export function classifySql(text: string): readonly SqlStatement[] {
  const known = cache.get(text);
  if (known) return known;
  const tokens = tokenize(text);
  const context: SqlContext = { text, ordinals: ordinalsOf(tokens), mysql: text.includes("`") };
  const statements = wholeStatements(tokens).flatMap((statement) => readStatement(statement, context));
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, statements);
  return statements;
}

const cache = new Map<string, readonly SqlStatement[]>();
const CACHE_LIMIT = 5_000;

function ordinalsOf(tokens: readonly SqlToken[]): ReadonlyMap<SqlToken, number> {
  const ordinals = new Map<SqlToken, number>();
  for (const token of tokens)
    if (token.kind === "parameter" && (token.value === "?" || token.value === "??")) ordinals.set(token, ordinals.size);
  return ordinals;
}

/** Statements at semicolons; the body of a trigger or routine belongs to its definition. */
function wholeStatements(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const whole: (readonly SqlToken[])[] = [];
  let inBody = false;
  for (const statement of splitStatements(tokens)) {
    const [first] = statement;
    if (inBody) {
      inBody = first?.upper !== "END";
      continue;
    }
    whole.push(statement);
    const routine = statement.slice(1, 5).some((token) => ROUTINES.has(token.upper));
    inBody = first?.upper === "CREATE" && routine && statement.some((token) => token.upper === "BEGIN");
  }
  return whole;
}

const ROUTINES = new Set(["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"]);

/** Reads the tokens of one statement; writes inside common table expressions come first. */
export function readStatement(tokens: readonly SqlToken[], context: SqlContext): readonly SqlStatement[] {
  const cursor = cursorOf(tokens);
  const ctes = take(cursor, "WITH") ? readCtes(cursor, context) : [];
  const body = cursor.tokens.slice(cursor.at);
  const main = withPicked(finish(readBody(cursor, context), tokens, context), (table) =>
    pickedBy(body, table, context),
  );
  const nested = ctes.flatMap((cte) =>
    cte.statements.map((statement) => ({ ...statement, cte: statement.cte ?? cte.name })),
  );
  if (nested.length === 0) return [main];
  const names = new Set(ctes.map((cte) => cte.name.toLowerCase()));
  const used = (name: string): boolean => main.from.some((table) => table.toLowerCase() === name.toLowerCase());
  const limited = nested.some((each) => each.kind === "select" && each.limited && used(each.cte));
  const writes = main.kind === "update" || main.kind === "delete";
  const reads = nested.filter((each) => each.kind === "select" && used(each.cte)).flatMap((each) => each.from);
  const from = [...new Set([...main.from.filter((table) => !names.has(table.toLowerCase())), ...reads])];
  const { table, ...rest } = withPicked(main, (name) =>
    nested.flatMap((each) => (used(each.cte) ? heldBy(each, name) : [])),
  );
  const written =
    table === undefined || names.has(table.toLowerCase()) ? (main.kind === "select" ? from[0] : undefined) : table;
  return [
    ...nested.filter((each) => each.kind !== "select" || each.lock !== undefined),
    {
      ...rest,
      ...(written === undefined ? {} : { table: written }),
      from,
      takesNext: main.takesNext || (writes && limited),
    },
  ];
}

/** A write, with what holds of the rows that it picks for itself. */
function withPicked(main: SqlStatement, held: (table: string) => readonly SqlCondition[]): SqlStatement {
  const { table } = main;
  if ((main.kind !== "update" && main.kind !== "delete") || table === undefined || main.disjunctive) return main;
  const more = held(table);
  return more.length > 0 ? { ...main, where: [...main.where, ...more] } : main;
}

function readCtes(
  cursor: Cursor,
  context: SqlContext,
): readonly { readonly name: string; readonly statements: readonly SqlStatement[] }[] {
  const ctes: { readonly name: string; readonly statements: readonly SqlStatement[] }[] = [];
  take(cursor, "RECURSIVE");
  do {
    const name = takeName(cursor)?.name;
    takeGroup(cursor);
    if (!take(cursor, "AS")) break;
    take(cursor, "NOT");
    take(cursor, "MATERIALIZED");
    const body = takeGroup(cursor);
    if (name === undefined || !body) break;
    ctes.push({ name, statements: readStatement(body, context) });
  } while (take(cursor, ","));
  return ctes;
}

/** What a reader found; the rest has its empty value. */
export type SqlPart = { readonly kind: SqlKind } & Partial<Omit<SqlStatement, "kind" | "text" | "start">>;

function finish(part: SqlPart, tokens: readonly SqlToken[], context: SqlContext): SqlStatement {
  const set = [
    ...(part.kind === "insert" || part.kind === "upsert" ? [] : (part.columns ?? [])),
    ...(part.conflict?.set ?? []),
  ];
  const constants = Object.fromEntries(
    (part.columns ?? []).flatMap(({ column, value }) =>
      value.kind === "literal" && column !== "" ? [[column, value.text]] : [],
    ),
  );
  return {
    rows: 1,
    columns: [],
    where: [],
    disjunctive: false,
    returning: false,
    limited: false,
    takesNext: false,
    from: [],
    calls: [],
    invoked: [],
    ...part,
    relative: set.filter((assignment) => assignment.relative !== undefined).map((assignment) => assignment.column),
    constants,
    text: textOf(tokens, context.text),
    start: tokens[0]?.start ?? 0,
  };
}

function readBody(cursor: Cursor, context: SqlContext): SqlPart {
  const first = peek(cursor)?.upper ?? "";
  switch (first) {
    case "INSERT":
    case "REPLACE":
      return readInsert(cursor, context);
    case "MERGE":
      return readMerge(cursor, context);
    case "UPDATE":
      return readUpdate(cursor, context);
    case "DELETE":
      return readDelete(cursor, context);
    case "SELECT":
    case "PERFORM":
    case "VALUES":
      return readSelect(cursor, context);
    case "CALL":
    case "EXEC":
    case "EXECUTE":
      return readCall(cursor, context);
    case "NOTIFY":
      return readNotify(cursor, context);
    case "LOCK":
      return readLockTable(cursor);
    case "TRUNCATE": {
      take(cursor, "TRUNCATE");
      take(cursor, "TABLE");
      take(cursor, "ONLY");
      return { kind: "delete", ...tableAt(cursor, context) };
    }
    case "COPY":
      return readCopy(cursor, context);
    case "LOAD": {
      takeUntil(cursor, (here) => sees(here, "TABLE"));
      return take(cursor, "TABLE") ? { kind: "insert", ...tableAt(cursor, context) } : { kind: "other" };
    }
    case "CREATE":
    case "ALTER":
    case "DROP":
    case "RENAME":
    case "COMMENT":
    case "GRANT":
    case "REVOKE":
    case "REINDEX":
    case "REFRESH":
      return { kind: "ddl" };
    default:
      if (TRANSACTIONS.has(first)) return readTransaction(cursor);
      if (sees(cursor, "(")) {
        const inner = takeGroup(cursor);
        if (inner) return readBody(cursorOf(inner), context);
      }
      return { kind: "other" };
  }
}

const TRANSACTIONS = new Set(["BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "END", "ABORT", "SET"]);

function readTransaction(cursor: Cursor): SqlPart {
  const words = cursor.tokens.map((token) => token.upper);
  const isolation = /ISOLATION LEVEL (SERIALIZABLE|REPEATABLE READ|READ COMMITTED|READ UNCOMMITTED|SNAPSHOT)/.exec(
    words.join(" "),
  )?.[1];
  if (words[0] === "SET" && isolation === undefined) return { kind: "other" };
  return { kind: "transaction", ...(isolation === undefined ? {} : { isolation: isolation.toLowerCase() }) };
}

function readCall(cursor: Cursor, context: SqlContext): SqlPart {
  cursor.at += 1;
  const routine = takeName(cursor);
  if (!routine) return { kind: "call" };
  const given = takeGroup(cursor) ?? cursor.tokens.slice(cursor.at);
  const invoked = [{ name: fullName(routine), given: readArguments(given, context) }];
  return { kind: "call", table: routine.name, calls: [routine.name], invoked };
}

function readNotify(cursor: Cursor, context: SqlContext): SqlPart {
  take(cursor, "NOTIFY");
  const channel = tableAt(cursor, context);
  const payload = take(cursor, ",") ? readValue(cursor.tokens.slice(cursor.at), context) : undefined;
  return {
    kind: "notify",
    ...channel,
    columns: payload ? [{ column: "payload", position: 0, value: payload, more: [] }] : [],
  };
}

function readLockTable(cursor: Cursor): SqlPart {
  take(cursor, "LOCK");
  if (!take(cursor, "TABLE")) take(cursor, "TABLES");
  take(cursor, "ONLY");
  const name = takeName(cursor)?.name;
  const lock = {
    kind: "table",
    what: "LOCK TABLE",
    skipLocked: false,
    noWait: locksIn(cursor.tokens).noWait,
    key: [],
  } as const;
  return { kind: "lock", ...(name === undefined ? {} : { table: name }), lock };
}

function readCopy(cursor: Cursor, context: SqlContext): SqlPart {
  take(cursor, "COPY");
  if (sees(cursor, "(")) return { kind: "select" };
  const table = tableAt(cursor, context);
  takeGroup(cursor);
  return { kind: take(cursor, "FROM") ? "insert" : "select", ...table };
}
