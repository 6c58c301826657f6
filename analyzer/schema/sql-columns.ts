import { cursorOf, peek, sees, splitList, take, takeGroup, takeName, takeUntil, textOf } from "../sql/cursor.js";
import type { Cursor } from "../sql/cursor.js";
import type { SqlToken } from "../sql/tokens.js";
import type { Site } from "../trace.js";
import type { DeclaredUnique } from "./change.js";
import { generatedBy } from "./generated.js";
import type { Column } from "./unique.js";

/** SQL text with what is needed to read it and to name places in it. */
export interface SqlText {
  readonly text: string;
  readonly siteOf: (start: number, end: number) => Site;
  readonly mysql: boolean;
}

/** Whether a table element is a constraint or index, not a column: `key text` is a column, `KEY idx (a)` an index. */
export function startsConstraint(part: Cursor): boolean {
  const first = peek(part)?.upper ?? "";
  if (CONSTRAINTS.has(first)) return true;
  if (!INDEXES.has(first)) return false;
  const after = cursorOf(part.tokens.slice(part.at + 1));
  while (INDEXES.has(peek(after)?.upper ?? "")) after.at += 1;
  if (!sees(after, "(")) takeName(after);
  if (take(after, "USING")) takeName(after);
  const inside = takeGroup(after)?.[0];
  return inside !== undefined && inside.kind !== "number" && inside.kind !== "string";
}

const CONSTRAINTS = new Set(["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE"]);
const INDEXES = new Set(["KEY", "INDEX", "FULLTEXT", "SPATIAL"]);

/** Reads a `UNIQUE` or `PRIMARY KEY` table constraint; other constraints give nothing. */
export function readConstraint(part: Cursor, sql: SqlText): DeclaredUnique | undefined {
  const start = part.at;
  let name =
    take(part, "CONSTRAINT") && !sees(part, "UNIQUE") && !sees(part, "PRIMARY") ? takeName(part)?.name : undefined;
  const primary = take(part, "PRIMARY", "KEY");
  if (!primary && !take(part, "UNIQUE")) return undefined;
  const before = takeUntil(part, (here) => sees(here, "("));
  const written = before.find((token, index) => isIndexName(token, before[index - 1]));
  if (!primary && written) name = written.value;
  const group = takeGroup(part);
  if (!group) return undefined;
  const parts = readIndexParts(group, part, sql);
  return {
    kind: primary ? "primary" : "unique",
    ...parts,
    ...(saysNullsNotDistinct(before) ? { nullsNotDistinct: true } : {}),
    site: siteOf(part.tokens.slice(start), sql),
    ...(name === undefined ? {} : { name }),
  };
}

/** Reads the members of an index and the clauses after them. */
export function readIndexParts(
  group: readonly SqlToken[],
  rest: Cursor,
  sql: SqlText,
): Pick<DeclaredUnique, "columns" | "expressions" | "where" | "nullsNotDistinct" | "deferrable"> {
  const columns: string[] = [];
  const expressions: string[] = [];
  for (const member of splitList(group)) {
    const column = plainColumn(member);
    if (column === undefined) expressions.push(textOf(member, sql.text));
    else columns.push(column);
  }
  const before = takeUntil(rest, (here) => sees(here, "WHERE"));
  const where = take(rest, "WHERE") ? textOf(rest.tokens.slice(rest.at), sql.text) : undefined;
  const deferrable = before.some((token, at) => token.upper === "DEFERRABLE" && before[at - 1]?.upper !== "NOT");
  return {
    columns,
    expressions,
    ...(where === undefined ? {} : { where }),
    ...(saysNullsNotDistinct(before) ? { nullsNotDistinct: true } : {}),
    ...(deferrable ? { deferrable: true } : {}),
  };
}

/** Reads a column definition with the unique sets that it declares. */
export function readColumn(
  part: Cursor,
  sql: SqlText,
): { readonly column: Column; readonly uniques: readonly DeclaredUnique[] } | undefined {
  const start = part.at;
  const name = takeName(part)?.name;
  if (name === undefined) return undefined;
  const type = textOf(takeUntil(part, endsType), sql.text);
  const serial = /serial/i.test(type);
  const found: Definition = { nullable: !serial, generated: serial ? "sequence" : undefined, uniques: [] };
  while (peek(part)) readClause(part, name, found, sql);
  const primary = found.uniques.some((unique) => unique.kind === "primary");
  if (primary && /^integer$/i.test(type)) found.generated ??= "sequence";
  const site = siteOf(part.tokens.slice(start), sql);
  const column: Column = {
    name,
    property: name,
    nullable: found.nullable && !primary,
    ...(found.generated ? { generated: found.generated } : {}),
    ...(type ? { type } : {}),
  };
  const uniques = found.uniques.map((unique) => ({ ...unique, columns: [name], expressions: [], site }));
  return { column, uniques };
}

interface Definition {
  nullable: boolean;
  generated: Column["generated"];
  readonly uniques: Pick<DeclaredUnique, "kind" | "name" | "nullsNotDistinct">[];
}

function endsType(here: Cursor): boolean {
  return COLUMN_CLAUSES.has(peek(here)?.upper ?? "");
}

const COLUMN_CLAUSES = new Set([
  ...[
    "CONSTRAINT",
    "PRIMARY",
    "UNIQUE",
    "NOT",
    "NULL",
    "DEFAULT",
    "GENERATED",
    "REFERENCES",
    "CHECK",
    "COLLATE",
    "COMMENT",
  ],
  ...["AUTO_INCREMENT", "AUTOINCREMENT", "IDENTITY", "ON", "AS", "FIRST", "AFTER", "KEY", "USING"],
]);

function readClause(part: Cursor, column: string, found: Definition, sql: SqlText): void {
  const name = take(part, "CONSTRAINT") ? takeName(part)?.name : undefined;
  const named = name === undefined ? {} : { name };
  if (take(part, "PRIMARY", "KEY")) found.uniques.push({ kind: "primary", ...named });
  else if (take(part, "UNIQUE")) {
    take(part, "KEY");
    const nulls = take(part, "NULLS", "NOT", "DISTINCT") ? { nullsNotDistinct: true } : {};
    // MySQL names the index of an inline unique after its column.
    found.uniques.push({ kind: "unique", ...(sql.mysql ? { name: column } : {}), ...named, ...nulls });
  } else if (take(part, "NOT", "NULL")) found.nullable = false;
  else if (take(part, "DEFAULT")) {
    const expression = takeUntil(part, endsType);
    // `DEFAULT NULL` stops at the keyword and is read as a clause of its own.
    if (expression.length > 0) found.generated = generatedBy(textOf(expression, sql.text));
  } else if (take(part, "AUTO_INCREMENT") || take(part, "AUTOINCREMENT") || take(part, "IDENTITY")) {
    found.generated = "sequence";
    found.nullable = false;
  } else if (take(part, "REFERENCES")) {
    takeName(part);
    takeGroup(part);
    while (take(part, "ON", "DELETE") || take(part, "ON", "UPDATE") || take(part, "MATCH"))
      if (!take(part, "SET", "NULL") && !take(part, "SET", "DEFAULT") && !take(part, "NO", "ACTION")) part.at += 1;
  } else if (take(part, "ON", "UPDATE") || take(part, "COLLATE") || take(part, "COMMENT") || take(part, "CHECK"))
    part.at += takeGroup(part) ? 0 : 1;
  else part.at += 1;
}

/** `a`, `a DESC`, `a(191)`, `a COLLATE "C" text_pattern_ops`, `(a)`; anything else is an expression. */
function plainColumn(member: readonly SqlToken[]): string | undefined {
  const first = member[0];
  if (first?.value === "(" && member[2]?.value === ")" && member.length === 3) return plainColumn(member.slice(1, 2));
  if (first?.kind !== "word" && first?.kind !== "quoted" && first?.kind !== "string") return undefined;
  const after = cursorOf(member.slice(1));
  const prefix = takeGroup(after);
  if (prefix && (prefix.length !== 1 || prefix[0]?.kind !== "number")) return undefined;
  const tail = member.slice(after.at + 1);
  return tail.every((token) => token.kind === "word" || token.kind === "quoted" || token.value === ".")
    ? first.value
    : undefined;
}

function isIndexName(token: SqlToken, before: SqlToken | undefined): boolean {
  if (before?.upper === "USING" || (token.kind !== "word" && token.kind !== "quoted")) return false;
  return !NOT_A_NAME.has(token.upper);
}

const NOT_A_NAME = new Set(["KEY", "INDEX", "USING", "NULLS", "NOT", "DISTINCT", "CLUSTERED", "NONCLUSTERED"]);

function saysNullsNotDistinct(tokens: readonly SqlToken[]): boolean {
  return tokens.some(
    (token, at) => token.upper === "NULLS" && tokens[at + 1]?.upper === "NOT" && tokens[at + 2]?.upper === "DISTINCT",
  );
}

function siteOf(tokens: readonly SqlToken[], sql: SqlText): Site {
  return sql.siteOf(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
}
