import type { SqlToken } from "./tokens.js";

/** A reading position in the tokens of one statement. */
export interface Cursor {
  readonly tokens: readonly SqlToken[];
  at: number;
}

/** A cursor at the first token. */
export function cursorOf(tokens: readonly SqlToken[]): Cursor {
  return { tokens, at: 0 };
}

/** The token `ahead` places on, if there is one. */
export function peek(cursor: Cursor, ahead = 0): SqlToken | undefined {
  return cursor.tokens[cursor.at + ahead];
}

/** Whether the given keywords stand next, in this order; symbols may be given too. */
export function sees(cursor: Cursor, ...words: readonly string[]): boolean {
  return words.every((word, index) => {
    const token = peek(cursor, index);
    return token !== undefined && (token.upper === word || (token.kind === "symbol" && token.value === word));
  });
}

/** Takes the given keywords when they stand next. */
export function take(cursor: Cursor, ...words: readonly string[]): boolean {
  if (!sees(cursor, ...words)) return false;
  cursor.at += words.length;
  return true;
}

/** A name that may be qualified: `billing.orders` is schema `billing`, name `orders`. */
export interface QualifiedName {
  readonly schema?: string;
  readonly name: string;
}

/** Takes a table's, column's or index's name; unquoted and quoted alike. */
export function takeName(cursor: Cursor): QualifiedName | undefined {
  const parts: string[] = [];
  do {
    const token = peek(cursor);
    if (token === undefined || !isName(token)) break;
    parts.push(token.value);
    cursor.at += 1;
  } while (take(cursor, "."));
  const name = parts.at(-1);
  if (name === undefined) return undefined;
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}

/** Takes a bracketed group and returns what is inside; nothing is taken when none stands next. */
export function takeGroup(cursor: Cursor): readonly SqlToken[] | undefined {
  if (!sees(cursor, "(")) return undefined;
  const start = cursor.at + 1;
  let depth = 0;
  for (; cursor.at < cursor.tokens.length; cursor.at += 1) {
    if (sees(cursor, "(")) depth += 1;
    else if (sees(cursor, ")")) {
      depth -= 1;
      if (depth === 0) {
        cursor.at += 1;
        return cursor.tokens.slice(start, cursor.at - 1);
      }
    }
  }
  return cursor.tokens.slice(start);
}

/** Takes tokens up to a top-level token for which `stop` holds, or to the end. */
export function takeUntil(cursor: Cursor, stop: (cursor: Cursor) => boolean): readonly SqlToken[] {
  const start = cursor.at;
  let depth = 0;
  for (; cursor.at < cursor.tokens.length; cursor.at += 1) {
    if (depth <= 0 && stop(cursor)) break;
    if (sees(cursor, "(") || sees(cursor, "[")) depth += 1;
    else if (sees(cursor, ")") || sees(cursor, "]")) depth -= 1;
  }
  return cursor.tokens.slice(start, cursor.at);
}

/** Cuts tokens at top-level commas. */
export function splitList(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  if (tokens.length === 0) return [];
  const cursor = cursorOf(tokens);
  const parts: (readonly SqlToken[])[] = [];
  do parts.push(takeUntil(cursor, (here) => sees(here, ",")));
  while (take(cursor, ","));
  return parts;
}

/** The source text that the tokens span. */
export function textOf(tokens: readonly SqlToken[], text: string): string {
  const first = tokens[0];
  const last = tokens.at(-1);
  return first && last ? text.slice(first.start, last.end) : "";
}

function isName(token: SqlToken): boolean {
  return token.kind === "word" || token.kind === "quoted" || token.kind === "parameter";
}
