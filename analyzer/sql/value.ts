import { cursorOf, peek, sees, splitList, take, takeGroup, takeUntil, textOf } from "./cursor.js";
import type { SqlToken } from "./tokens.js";

/** Where a value in a statement comes from. Indexes count from 0. */
export type SqlValue =
  /** `$1` is index 0; the first `?` of the text is index 0. */
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "named"; readonly name: string }
  /** `$hole1`, the first `${…}` of a template, is index 0. */
  | { readonly kind: "hole"; readonly index: number }
  /** A string's contents, a number, `true`, `false` or `null`. */
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "column"; readonly name: string; readonly table?: string }
  | { readonly kind: "default" }
  | { readonly kind: "query"; readonly text: string; readonly limited: boolean; readonly locked: boolean }
  | {
      readonly kind: "expression";
      readonly text: string;
      /** Parameters, holes, literals and columns in it. */
      readonly parts: readonly SqlValue[];
      /** It calls for a new value each time: the clock, a random id, a sequence. */
      readonly volatile?: "clock" | "random" | "sequence";
    };

/** What is needed to read the tokens of a text. */
export interface SqlContext {
  readonly text: string;
  /** Position of each `?` in the whole text. */
  readonly ordinals: ReadonlyMap<SqlToken, number>;
  readonly mysql: boolean;
  /** Parameters and variables of the routine around it, in lower case: no columns. */
  readonly variables?: ReadonlySet<string>;
}

/** Reads what stands for one value: between two commas, or on one side of a comparison. */
export function readValue(tokens: readonly SqlToken[], context: SqlContext): SqlValue {
  const inner = unwrap(tokens);
  const [first, second] = inner;
  if (!first) return { kind: "literal", text: "" };
  if (first.upper === "SELECT" || first.upper === "WITH") return readQuery(inner, context);
  const variable = readVariable(inner, context);
  if (variable) return variable;
  if (inner.length === 1) return readToken(first, context);
  if (inner.length === 2 && second?.kind === "number" && (first.value === "-" || first.value === "+"))
    return { kind: "literal", text: first.value === "-" ? `-${second.value}` : second.value };
  const column = readColumnName(inner, context);
  if (column) return column;
  const text = textOf(inner, context.text);
  const volatile = volatileIn(inner);
  return { kind: "expression", text, parts: partsOf(inner, context), ...(volatile ? { volatile } : {}) };
}

/** A variable of the routine, or a column of the row that it holds: `v_order.status`. */
function readVariable(
  tokens: readonly SqlToken[],
  { variables }: SqlContext,
): Extract<SqlValue, { readonly kind: "named" }> | undefined {
  const [first, dot, column] = tokens;
  if (!variables || !first || !isVariable(first, variables)) return undefined;
  if (tokens.length === 1) return { kind: "named", name: first.value };
  return tokens.length === 3 && dot?.value === "." && column
    ? { kind: "named", name: `${first.value}.${column.value}` }
    : undefined;
}

function isVariable({ kind, value }: SqlToken, variables: ReadonlySet<string>): boolean {
  return (kind === "word" || kind === "quoted") && variables.has(value.toLowerCase());
}

/** A column, plain or qualified, when that is all the tokens are. */
export function readColumnName(
  tokens: readonly SqlToken[],
  context: SqlContext,
): Extract<SqlValue, { readonly kind: "column" }> | undefined {
  const names = tokens.filter((_, at) => at % 2 === 0);
  if (
    tokens.length % 2 === 0 ||
    !tokens.every((token, at) => (at % 2 === 0 ? isColumn(token, context) : token.value === ".")) ||
    readVariable(tokens, context)
  )
    return undefined;
  const [name, table] = [names.at(-1)?.value, names.at(-2)?.value];
  if (name === undefined) return undefined;
  return { kind: "column", name, ...(table === undefined ? {} : { table }) };
}

/** Every column that the tokens mention, subqueries left out. */
export function columnsIn(
  tokens: readonly SqlToken[],
  context: SqlContext,
): readonly Extract<SqlValue, { readonly kind: "column" }>[] {
  return partsOf(tokens, context).flatMap((part) => (part.kind === "column" ? [part] : []));
}

/** How `SET column = value` depends on what the column held before. */
export type Relative = "arithmetic" | "append" | "toggle";

/** Whether the new value builds on the old one in a way that a repetition does not undo. `tables` are the names of the changed table. */
export function relativeTo(
  column: string,
  value: readonly SqlToken[],
  tables: ReadonlySet<string>,
  context: SqlContext,
): Relative | undefined {
  const inner = unwrap(value);
  const own = columnsIn(inner, context).some(
    (each) => same(each.name, column) && (each.table === undefined || tables.has(each.table.toLowerCase())),
  );
  // A set stays a set: what is taken out or made distinct first is there once in the end.
  if (!own || inner.some((token) => IDEMPOTENT_WORDS.has(token.upper))) return undefined;
  if (inner.some((token) => APPENDING.has(token.upper) || token.value === "||")) return "append";
  if (inner[0]?.upper === "NOT" || inner[0]?.value === "!") return "toggle";
  const arithmetic = inner.some((token, at) => {
    if (token.kind !== "symbol" || !ARITHMETIC.has(token.value) || !endsOperand(inner[at - 1])) return false;
    // `data - 'key'` takes a key out of a document.
    return !(token.value === "-" && inner[at + 1]?.kind === "string" && inner[at + 2]?.value !== "::");
  });
  return arithmetic ? "arithmetic" : undefined;
}

const IDEMPOTENT_WORDS = new Set(["ARRAY_REMOVE", "DISTINCT", "UNION", "ARRAY_UNION"]);
const APPENDING = new Set([
  ...["ARRAY_APPEND", "ARRAY_PREPEND", "ARRAY_CAT", "CONCAT", "CONCAT_WS", "JSONB_INSERT", "JSON_INSERT"],
  ...["JSON_ARRAY_APPEND", "JSON_ARRAY_INSERT", "GROUP_CONCAT"],
]);
/** What computes; before an equals sign, what the column holds and the value. */
export const ARITHMETIC = new Set(["+", "-", "*", "/", "%"]);

/** Without brackets around it all, `::casts`, `CAST(… AS …)` and a leading `ROW`. */
export function unwrap(tokens: readonly SqlToken[]): readonly SqlToken[] {
  let at = tokens;
  for (;;) {
    const cursor = cursorOf(at);
    if (sees(cursor, "(")) {
      const group = takeGroup(cursor);
      if (group && cursor.at === at.length && at.at(-1)?.value === ")") {
        at = group;
        continue;
      }
    } else if (sees(cursor, "CAST", "(") || sees(cursor, "TRY_CAST", "(")) {
      cursor.at = 1;
      const group = takeGroup(cursor);
      if (group && cursor.at === at.length) {
        at = takeUntil(cursorOf(group), (here) => sees(here, "AS"));
        continue;
      }
    }
    const operand = withoutCast(at);
    if (operand.length === at.length) return at;
    at = operand;
  }
}

/** `$1::uuid[]` is `$1`; `a + $1::int` stays as it is. */
function withoutCast(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const cursor = cursorOf(tokens);
  if (!takeGroup(cursor)) {
    if (!peek(cursor)) return tokens;
    cursor.at += 1;
    while (sees(cursor, ".")) cursor.at += 2;
    takeGroup(cursor);
  }
  const end = cursor.at;
  if (!take(cursor, "::")) return tokens;
  while (peek(cursor)) {
    const type = peek(cursor);
    if (
      type?.kind !== "word" &&
      type?.kind !== "quoted" &&
      !sees(cursor, "[") &&
      !sees(cursor, "]") &&
      !sees(cursor, ".") &&
      !sees(cursor, "::")
    ) {
      if (!takeGroup(cursor)) return tokens;
    } else if (OPERATOR_WORDS.has(type?.upper ?? "")) return tokens;
    else cursor.at += 1;
  }
  return tokens.slice(0, end);
}

const OPERATOR_WORDS = new Set(["AND", "OR", "NOT", "IN", "IS", "LIKE", "ILIKE", "BETWEEN", "COLLATE", "AT"]);

function readToken(token: SqlToken, context: SqlContext): SqlValue {
  switch (token.kind) {
    case "parameter":
      return readParameter(token, context);
    case "string":
    case "number":
      return { kind: "literal", text: token.value };
    case "word":
      if (token.upper === "DEFAULT") return { kind: "default" };
      if (LITERALS.has(token.upper)) return { kind: "literal", text: token.value.toLowerCase() };
      if (CLOCK.has(token.upper)) return { kind: "expression", text: token.value, parts: [], volatile: "clock" };
      return { kind: "column", name: token.value };
    case "quoted":
      if (context.mysql && context.text[token.start] === '"') return { kind: "literal", text: token.value };
      return { kind: "column", name: token.value };
    case "symbol":
      return { kind: "expression", text: token.value, parts: [] };
  }
}

/** Where a placeholder points. */
function readParameter(token: SqlToken, context: SqlContext): SqlValue {
  const hole = /^\$hole(\d+)$/.exec(token.value);
  if (hole) return { kind: "hole", index: Number(hole[1]) - 1 };
  const numbered = /^[$?](\d+)$/.exec(token.value);
  if (numbered) return { kind: "parameter", index: Number(numbered[1]) - 1 };
  const ordinal = context.ordinals.get(token);
  if (ordinal !== undefined) return { kind: "parameter", index: ordinal };
  return { kind: "named", name: token.value.replace(/^[:@$]+/, "") };
}

function readQuery(tokens: readonly SqlToken[], context: SqlContext): SqlValue {
  const limited = tokens.some(
    (token, at) =>
      token.upper === "LIMIT" ||
      token.upper === "TOP" ||
      (token.upper === "FETCH" && /FIRST|NEXT/.test(tokens[at + 1]?.upper ?? "")),
  );
  const locked = tokens.some(
    (token, at) => token.upper === "FOR" && /UPDATE|SHARE|NO|KEY/.test(tokens[at + 1]?.upper ?? ""),
  );
  return { kind: "query", text: textOf(tokens, context.text), limited, locked };
}

function partsOf(tokens: readonly SqlToken[], context: SqlContext): readonly SqlValue[] {
  const parts: SqlValue[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    const calls = tokens[at + 1]?.value === "(" && tokens[at + 1]?.kind === "symbol";
    if (calls && token.value === "(" && tokens[at + 1]?.upper === "SELECT") at = skipGroup(tokens, at);
    else if (token.value === "(" && (tokens[at + 1]?.upper === "SELECT" || tokens[at + 1]?.upper === "WITH"))
      at = skipGroup(tokens, at);
    else if (token.kind === "parameter") parts.push(readParameter(token, context));
    else if (token.kind === "string" || token.kind === "number") parts.push({ kind: "literal", text: token.value });
    else if (token.value === "::") at += 1;
    else if (!calls && isColumn(token, context)) {
      let end = at;
      while (tokens[end + 1]?.value === "." && tokens[end + 2]) end += 2;
      const name = tokens.slice(at, end + 1);
      const named = readVariable(name, context) ?? readColumnName(name, context);
      if (named && !(tokens[end + 1]?.value === "(")) parts.push(named);
      at = end;
    }
  }
  return parts;
}

function skipGroup(tokens: readonly SqlToken[], at: number): number {
  const cursor = { tokens, at };
  takeGroup(cursor);
  return cursor.at - 1;
}

function isColumn(token: SqlToken, context: SqlContext): boolean {
  if (token.kind === "quoted") return !(context.mysql && context.text[token.start] === '"');
  return token.kind === "word" && !LITERALS.has(token.upper) && !CLOCK.has(token.upper) && !KEYWORDS.has(token.upper);
}

const LITERALS = new Set(["TRUE", "FALSE", "NULL"]);
const CLOCK = new Set(["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIMESTAMP", "LOCALTIME", "SYSDATE"]);
const KEYWORDS = new Set([
  ...[
    "AND",
    "OR",
    "NOT",
    "IN",
    "IS",
    "LIKE",
    "ILIKE",
    "BETWEEN",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "AS",
    "FROM",
    "WHERE",
  ],
  ...[
    "INTERVAL",
    "COLLATE",
    "AT",
    "TIME",
    "ZONE",
    "ARRAY",
    "ANY",
    "ALL",
    "SOME",
    "EXISTS",
    "DISTINCT",
    "OVER",
    "ROW",
    "SELECT",
  ],
  ...["DEFAULT", "ESCAPE", "SIMILAR", "DIV", "MOD", "XOR", "BINARY", "USING", "ON", "JOIN"],
]);

function volatileIn(tokens: readonly SqlToken[]): "clock" | "random" | "sequence" | undefined {
  for (const token of tokens) {
    if (token.kind !== "word") continue;
    if (RANDOM.test(token.upper)) return "random";
    if (/^(?:NEXTVAL|LAST_INSERT_ID|LASTVAL)$/.test(token.upper)) return "sequence";
  }
  return tokens.some((token) => token.kind === "word" && (CLOCK.has(token.upper) || CLOCK_CALL.test(token.upper)))
    ? "clock"
    : undefined;
}

const RANDOM =
  /^(?:GEN_RANDOM_UUID|UUID_GENERATE_V[14]\w*|UUID|UUIDV[47]|NEWID|RANDOM|RAND|RANDOMBLOB|GEN_RANDOM_BYTES|UUID_SHORT|ULID|GENERATE_ULID|NANOID)$/;
const CLOCK_CALL =
  /^(?:NOW|CLOCK_TIMESTAMP|STATEMENT_TIMESTAMP|TRANSACTION_TIMESTAMP|GETDATE|GETUTCDATE|SYSDATETIME|SYSUTCDATETIME|UNIX_TIMESTAMP|UTC_TIMESTAMP|UNIXEPOCH|STRFTIME|JULIANDAY|DATETIME|CURDATE|TIMEOFDAY)$/;

function endsOperand(token: SqlToken | undefined): boolean {
  if (!token) return false;
  return token.kind !== "symbol" || token.value === ")" || token.value === "]";
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** The arguments of a call group as values. */
export function readList(group: readonly SqlToken[], context: SqlContext): readonly SqlValue[] {
  return splitList(group).map((tokens) => readValue(tokens, context));
}
