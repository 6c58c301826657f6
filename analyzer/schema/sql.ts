import { cursorOf, peek, sees, splitList, take, takeGroup, takeName, takeUntil } from "../sql/cursor.js";
import type { Cursor, QualifiedName } from "../sql/cursor.js";
import { readRoutines } from "../sql/routine.js";
import { splitStatements, tokenize } from "../sql/tokens.js";
import type { SqlToken } from "../sql/tokens.js";
import type { Site } from "../trace.js";
import type { DeclaredUnique, SchemaChange } from "./change.js";
import { placed, type RoutineChange } from "./routines.js";
import { readColumn, readConstraint, readIndexParts, startsConstraint } from "./sql-columns.js";
import type { SqlText } from "./sql-columns.js";

/** What one SQL text changes in the schema, and the sentences about statements that could not be read. */
export interface SqlReading {
  readonly changes: readonly SchemaChange[];
  readonly routines: readonly RoutineChange[];
  readonly problems: readonly string[];
}

/** Reads schema changes from SQL; everything that is not about tables, columns, unique sets and routines is passed over. */
export function readSql(text: string, siteOf: (start: number, end: number) => Site): SqlReading {
  const reading: Writable = { changes: [], problems: [] };
  const up = upPart(text);
  const mysql = up.includes("`") || /\bENGINE\s*=/i.test(up);
  readStatements({ text: up, siteOf, mysql }, reading);
  return { ...reading, routines: placed(readRoutines(up, mysql), siteOf) };
}

/** The name that the index uses for a table: without its schema when that is the default one. */
function tableName(name: QualifiedName): string {
  const schema = name.schema;
  return schema === undefined || DEFAULT_SCHEMAS.has(schema.toLowerCase()) ? name.name : `${schema}.${name.name}`;
}

const DEFAULT_SCHEMAS = new Set(["public", "dbo", "main"]);

/** Migration tools keep both directions in one file; what follows these marks undoes what stands before. */
const DOWN = /^--\s*(?:migrate:down|\+(?:goose|migrate)\s+down|down\s+migration|@down|!downs?|rollback\b).*$/im;

function upPart(text: string): string {
  const down = DOWN.exec(text);
  if (!down) return text;
  const up = /^--\s*(?:migrate:up|\+(?:goose|migrate)\s+up|up\s+migration|@up|!ups?).*$/im.exec(text);
  // Blanks keep the offsets when the part that undoes stands first.
  return up && up.index > down.index ? " ".repeat(up.index) + text.slice(up.index) : text.slice(0, down.index);
}

interface Writable {
  readonly changes: SchemaChange[];
  readonly problems: string[];
}

function readStatements(sql: SqlText, reading: Writable): void {
  for (const statement of splitStatements(tokenize(sql.text, { mysql: sql.mysql }))) {
    const cursor = cursorOf(statement);
    skipTo(cursor);
    const start = cursor.at;
    try {
      if (!readStatement(cursor, sql, reading)) report(cursor, start, sql, reading);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      report(cursor, start, sql, reading);
    }
  }
}

function report(cursor: Cursor, start: number, sql: SqlText, reading: Writable): void {
  const first = cursor.tokens[start];
  if (!first) return;
  const site = sql.siteOf(first.start, first.end);
  reading.problems.push(`${site.file}:${site.line}: a ${first.upper} statement could not be read and is left out.`);
}

/** To the first verb: past `BEGIN`, `IF … THEN` and the like in procedural blocks. */
function skipTo(cursor: Cursor): void {
  for (let at = 0; at < cursor.tokens.length; at += 1) {
    const token = cursor.tokens[at];
    const before = cursor.tokens[at - 1];
    if (token && VERBS.has(token.upper) && (before === undefined || OPENERS.has(before.upper))) {
      cursor.at = at;
      return;
    }
  }
}

const VERBS = new Set(["CREATE", "ALTER", "DROP", "RENAME", "DO", "EXECUTE"]);
const OPENERS = new Set(["BEGIN", "THEN", "ELSE", "LOOP", "GO", "TRAN", "TRANSACTION", "TRY"]);

/** False when a statement that matters could not be understood. */
function readStatement(cursor: Cursor, sql: SqlText, reading: Writable): boolean {
  if (take(cursor, "DO") || take(cursor, "EXECUTE")) {
    const body = cursor.tokens.slice(cursor.at).find((token) => token.kind === "string");
    if (body) readBody(body, sql, reading);
    return true;
  }
  if (take(cursor, "CREATE")) return readCreate(cursor, sql, reading.changes);
  if (take(cursor, "ALTER")) {
    if (take(cursor, "TABLE") || take(cursor, "FOREIGN", "TABLE")) return readAlterTable(cursor, sql, reading.changes);
    if (take(cursor, "INDEX")) readAlterIndex(cursor, reading.changes);
    return true;
  }
  if (take(cursor, "DROP")) readDrop(cursor, reading.changes);
  else if (take(cursor, "RENAME", "TABLE"))
    for (const part of splitList(cursor.tokens.slice(cursor.at))) {
      const rename = cursorOf(part);
      const from = takeName(rename);
      const to = take(rename, "TO") ? takeName(rename) : undefined;
      if (from && to) reading.changes.push({ kind: "rename-table", table: tableName(from), to: tableName(to) });
    }
  return true;
}

/** The statements inside `DO $$ … $$` and `EXECUTE '…'`, at their own offsets. */
function readBody(body: SqlToken, sql: SqlText, reading: Writable): void {
  const offset = sql.text.indexOf(body.value, body.start);
  if (offset < 0) return;
  const siteOf = (start: number, end: number): Site => sql.siteOf(start + offset, end + offset);
  readStatements({ text: body.value, siteOf, mysql: sql.mysql }, reading);
}

function readCreate(cursor: Cursor, sql: SqlText, changes: SchemaChange[]): boolean {
  const start = cursor.at - 1;
  while (CREATE_MODIFIERS.has(peek(cursor)?.upper ?? "")) cursor.at += 1;
  if (take(cursor, "TABLE")) return readCreateTable(cursor, start, sql, changes);
  if (!take(cursor, "UNIQUE")) return true;
  while (peek(cursor) && !sees(cursor, "INDEX")) cursor.at += 1;
  return take(cursor, "INDEX") && readUniqueIndex(cursor, start, sql, changes);
}

const CREATE_MODIFIERS = new Set([
  "OR",
  "REPLACE",
  "GLOBAL",
  "LOCAL",
  "TEMP",
  "TEMPORARY",
  "UNLOGGED",
  "FOREIGN",
  "EXTERNAL",
  "VIRTUAL",
]);

function readCreateTable(cursor: Cursor, start: number, sql: SqlText, changes: SchemaChange[]): boolean {
  const ifNotExists = take(cursor, "IF", "NOT", "EXISTS");
  const name = takeName(cursor);
  if (!name) return false;
  const site = siteOfTokens(cursor.tokens.slice(start, cursor.at), sql);
  const bare = take(cursor, "LIKE") || take(cursor, "PARTITION", "OF") ? takeName(cursor) : undefined;
  const columns: Extract<SchemaChange, { readonly kind: "create-table" }>["columns"][number][] = [];
  const uniques: DeclaredUnique[] = [];
  let like = bare && tableName(bare);
  for (const element of splitList(takeGroup(cursor) ?? [])) {
    const part = cursorOf(element);
    if (take(part, "LIKE")) {
      const other = takeName(part);
      const indexes = element.some((token) => token.upper === "ALL" || token.upper === "INDEXES");
      if (other && indexes) like = tableName(other);
    } else if (startsConstraint(part)) {
      const unique = readConstraint(part, sql);
      if (unique) uniques.push(unique);
    } else {
      const read = readColumn(part, sql);
      if (!read) continue;
      columns.push(read.column);
      uniques.push(...read.uniques);
    }
  }
  changes.push({
    kind: "create-table",
    table: tableName(name),
    columns,
    uniques,
    ifNotExists,
    ...(like === undefined ? {} : { like }),
    site,
  });
  return true;
}

function readUniqueIndex(cursor: Cursor, start: number, sql: SqlText, changes: SchemaChange[]): boolean {
  take(cursor, "CONCURRENTLY");
  take(cursor, "IF", "NOT", "EXISTS");
  const name = sees(cursor, "ON") ? undefined : takeName(cursor);
  takeUntil(cursor, (here) => sees(here, "ON"));
  if (!take(cursor, "ON")) return false;
  take(cursor, "ONLY");
  const table = takeName(cursor);
  if (table && take(cursor, "USING")) takeName(cursor);
  const group = takeGroup(cursor);
  if (!table || !group) return false;
  const site = siteOfTokens(cursor.tokens.slice(start), sql);
  const unique: DeclaredUnique = {
    kind: "unique",
    ...readIndexParts(group, cursor, sql),
    site,
    ...(name ? { name: name.name } : {}),
  };
  changes.push({ kind: "add-unique", table: tableName(table), unique, site });
  return true;
}

function readAlterTable(cursor: Cursor, sql: SqlText, changes: SchemaChange[]): boolean {
  take(cursor, "IF", "EXISTS");
  take(cursor, "ONLY");
  const name = takeName(cursor);
  if (!name) return false;
  take(cursor, "*");
  if (take(cursor, "WITH", "CHECK") || take(cursor, "WITH", "NOCHECK")) take(cursor, "ADD");
  const table = tableName(name);
  let adding = false;
  for (const tokens of splitList(cursor.tokens.slice(cursor.at))) {
    const action = cursorOf(tokens);
    if (take(action, "ADD")) adding = true;
    else if (ACTIONS.has(peek(action)?.upper ?? "")) adding = false;
    if (adding) readAdd(action, table, sql, changes);
    else readAction(action, table, name, sql, changes);
  }
  return true;
}

const ACTIONS = new Set(
  [
    "DROP",
    "ALTER",
    "MODIFY",
    "CHANGE",
    "RENAME",
    "SET",
    "RESET",
    "ENABLE",
    "DISABLE",
    "OWNER",
    "ATTACH",
    "DETACH",
  ].concat([
    "VALIDATE",
    "CLUSTER",
    "INHERIT",
    "NO",
    "REPLICA",
    "CONVERT",
    "ENGINE",
    "AUTO_INCREMENT",
    "COMMENT",
    "ALGORITHM",
    "LOCK",
  ]),
);

function readAdd(action: Cursor, table: string, sql: SqlText, changes: SchemaChange[]): void {
  const site = siteOfTokens(action.tokens, sql);
  take(action, "COLUMN");
  take(action, "IF", "NOT", "EXISTS");
  const group = sees(action, "(") ? takeGroup(action) : undefined;
  for (const tokens of group ? splitList(group) : [action.tokens.slice(action.at)]) {
    const part = cursorOf(tokens);
    const adopted = adoptedIndex(tokens);
    if (adopted) changes.push({ kind: "adopt-index", table, ...adopted });
    else if (startsConstraint(part)) {
      const unique = readConstraint(part, sql);
      if (unique) changes.push({ kind: "add-unique", table, unique, site });
    } else {
      const read = readColumn(part, sql);
      if (!read) continue;
      changes.push({ kind: "add-column", table, column: read.column, site });
      for (const unique of read.uniques) changes.push({ kind: "add-unique", table, unique, site });
    }
  }
}

/** `CONSTRAINT n UNIQUE USING INDEX i`. */
function adoptedIndex(
  tokens: readonly SqlToken[],
): { readonly index: string; readonly primary: boolean; readonly to?: string } | undefined {
  const at = tokens.findIndex((token, index) => token.upper === "USING" && tokens[index + 1]?.upper === "INDEX");
  const index = at < 0 ? undefined : tokens[at + 2]?.value;
  if (index === undefined) return undefined;
  const named = tokens[0]?.upper === "CONSTRAINT" ? tokens[1]?.value : undefined;
  const primary = tokens.some((token) => token.upper === "PRIMARY");
  return { index, primary, ...(named === undefined ? {} : { to: named }) };
}

function readAction(action: Cursor, table: string, name: QualifiedName, sql: SqlText, changes: SchemaChange[]): void {
  if (take(action, "DROP")) readDropAction(action, table, sql, changes);
  else if (take(action, "ALTER")) readAlterColumn(action, table, sql, changes);
  else if (take(action, "MODIFY")) readRedefined(action, table, sql, changes);
  else if (take(action, "CHANGE")) {
    take(action, "COLUMN");
    const before = takeName(action);
    const after = peek(action)?.value;
    if (!before || after === undefined) return;
    changes.push({ kind: "rename-column", table, column: before.name, to: after });
    readRedefined(action, table, sql, changes);
  } else if (take(action, "RENAME")) readRename(action, table, name, changes);
  else if (take(action, "SET", "SCHEMA")) {
    const schema = takeName(action);
    if (schema) changes.push({ kind: "rename-table", table, to: tableName({ schema: schema.name, name: name.name }) });
  }
}

function readDropAction(action: Cursor, table: string, sql: SqlText, changes: SchemaChange[]): void {
  if (take(action, "PRIMARY", "KEY")) {
    changes.push({ kind: "drop-primary", table });
    return;
  }
  const constraint = take(action, "CONSTRAINT") || take(action, "INDEX") || take(action, "KEY");
  if (!constraint && !take(action, "COLUMN") && (take(action, "FOREIGN", "KEY") || take(action, "CHECK"))) return;
  if (sees(action, "DEFAULT") || sees(action, "NOT")) return;
  take(action, "IF", "EXISTS");
  const dropped = takeName(action);
  if (!dropped) return;
  if (constraint) changes.push({ kind: "drop-unique", table, name: dropped.name });
  else changes.push({ kind: "drop-column", table, column: dropped.name, keepsIndexes: sql.mysql });
}

function readAlterColumn(action: Cursor, table: string, sql: SqlText, changes: SchemaChange[]): void {
  take(action, "COLUMN");
  const column = takeName(action)?.name;
  if (column === undefined) return;
  if (take(action, "SET", "NOT", "NULL")) changes.push({ kind: "alter-column", table, column, nullable: false });
  else if (take(action, "DROP", "NOT", "NULL")) changes.push({ kind: "alter-column", table, column, nullable: true });
  else if (take(action, "DROP", "DEFAULT") || take(action, "DROP", "IDENTITY"))
    changes.push({ kind: "alter-column", table, column, generated: null });
  else if (sees(action, "ADD", "GENERATED"))
    changes.push({ kind: "alter-column", table, column, generated: "sequence" });
  else if (take(action, "SET") && sees(action, "DEFAULT")) {
    const read = readColumn(cursorOf([...action.tokens.slice(0, 1), ...action.tokens.slice(action.at)]), sql);
    changes.push({ kind: "alter-column", table, column, generated: read?.column.generated ?? null });
  } else if (!sees(action, "TYPE") && action.tokens.slice(action.at).some((token) => token.upper === "NULL")) {
    // SQL Server repeats the whole definition: `ALTER COLUMN c int NOT NULL`.
    const not = action.tokens.slice(action.at).some((token) => token.upper === "NOT");
    changes.push({ kind: "alter-column", table, column, nullable: !not });
  }
}

/** MySQL's `MODIFY c …` and the second half of `CHANGE a c …`. */
function readRedefined(action: Cursor, table: string, sql: SqlText, changes: SchemaChange[]): void {
  take(action, "COLUMN");
  const site = siteOfTokens(action.tokens, sql);
  const read = readColumn(action, sql);
  if (!read) return;
  const { name: column, nullable, generated } = read.column;
  changes.push({ kind: "alter-column", table, column, nullable, generated: generated ?? null });
  for (const unique of read.uniques) changes.push({ kind: "add-unique", table, unique, site });
}

function readRename(action: Cursor, table: string, name: QualifiedName, changes: SchemaChange[]): void {
  const constraint = take(action, "CONSTRAINT") || take(action, "INDEX") || take(action, "KEY");
  const whole = !constraint && (take(action, "TO") || take(action, "AS"));
  if (!constraint && !whole) take(action, "COLUMN");
  const from = takeName(action);
  if (!from) return;
  if (whole) {
    changes.push({ kind: "rename-table", table, to: tableName({ ...name, name: from.name }) });
    return;
  }
  const to = take(action, "TO") ? takeName(action) : undefined;
  if (!to) return;
  if (constraint) changes.push({ kind: "rename-unique", table, name: from.name, to: to.name });
  else changes.push({ kind: "rename-column", table, column: from.name, to: to.name });
}

function readAlterIndex(cursor: Cursor, changes: SchemaChange[]): void {
  take(cursor, "IF", "EXISTS");
  const from = takeName(cursor);
  const to = take(cursor, "RENAME", "TO") ? takeName(cursor) : undefined;
  if (from && to) changes.push({ kind: "rename-unique", name: from.name, to: to.name });
}

function readDrop(cursor: Cursor, changes: SchemaChange[]): void {
  const table = take(cursor, "TABLE");
  if (!table && !take(cursor, "INDEX")) return;
  take(cursor, "CONCURRENTLY");
  take(cursor, "IF", "EXISTS");
  const names: QualifiedName[] = [];
  do {
    const name = takeName(cursor);
    if (name) names.push(name);
  } while (take(cursor, ","));
  const on = take(cursor, "ON") ? takeName(cursor) : undefined;
  for (const name of names)
    if (table) changes.push({ kind: "drop-table", table: tableName(name) });
    else changes.push({ kind: "drop-unique", name: name.name, ...(on ? { table: tableName(on) } : {}) });
}

function siteOfTokens(tokens: readonly SqlToken[], sql: SqlText): Site {
  return sql.siteOf(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
}
