/** One lexical unit of SQL, in the union of the PostgreSQL, MySQL, SQLite and SQL Server dialects. */
export interface SqlToken {
  readonly kind: "word" | "quoted" | "string" | "number" | "parameter" | "symbol";
  /** The name without quotes, the contents of a string, else the text itself. */
  readonly value: string;
  /** A word in upper case; empty for other kinds, so that a quoted name never reads as a keyword. */
  readonly upper: string;
  readonly start: number;
  readonly end: number;
}

export interface TokenizeOptions {
  /** Backslash escapes in strings and `#` comments; by default where the text has a backtick. */
  readonly mysql?: boolean;
}

/** Cuts SQL text into tokens without comments; it never fails: an unclosed quote becomes a symbol and reading goes on after it. */
export function tokenize(text: string, options: TokenizeOptions = {}): readonly SqlToken[] {
  const mysql = options.mysql ?? text.includes("`");
  const tokens: SqlToken[] = [];
  const unclosed = new Set<string>();
  let copying = false;
  let at = 0;
  const push = (kind: SqlToken["kind"], start: number, end: number, value: string): void => {
    tokens.push({ kind, value, upper: kind === "word" ? value.toUpperCase() : "", start, end });
    at = end;
  };
  const find = (needle: string, from: number): number => {
    if (unclosed.has(needle)) return -1;
    const found = text.indexOf(needle, from);
    if (found < 0) unclosed.add(needle);
    return found;
  };

  while (at < text.length) {
    const blank = match(BLANK, text, at);
    if (blank) {
      at += blank.length;
      continue;
    }
    const character = text[at] ?? "";
    const next = text[at + 1] ?? "";
    const previous = at > 0 ? (text[at - 1] ?? "") : "";

    if ((character === "-" && next === "-") || (character === "#" && mysql && next !== ">" && next !== "-")) {
      at = lineEnd(text, at);
    } else if (character === "\\" && (previous === "\n" || at === 0)) {
      at = lineEnd(text, at);
    } else if (character === "/" && next === "*") {
      at = commentEnd(text, at, unclosed) ?? at + 2;
    } else if (character === "'") {
      const end = stringEnd(text, at, mysql || isEscapeString(tokens.at(-1), at), unclosed);
      if (end === undefined) push("symbol", at, at + 1, character);
      else {
        const prefix = tokens.at(-1);
        let start = at;
        if (prefix?.kind === "word" && prefix.end === at && STRING_PREFIX.has(prefix.upper)) {
          tokens.pop();
          start = prefix.start;
        }
        push("string", start, end, text.slice(at + 1, end - 1).replaceAll("''", "'"));
      }
    } else if (character === '"' || character === "`") {
      const end = quotedEnd(text, at, character, unclosed);
      if (end === undefined) push("symbol", at, at + 1, character);
      else {
        const name = text.slice(at + 1, end - 1).replaceAll(character + character, character);
        push("quoted", at, end, name);
      }
    } else if (character === "[" && !ADJACENT.test(previous) && match(BRACKETED, text, at)) {
      const whole = match(BRACKETED, text, at);
      push("quoted", at, at + whole.length, whole.slice(1, -1));
    } else if (character === "$") {
      const tag = match(DOLLAR_TAG, text, at);
      const close = tag && !HOLE_TAG.test(tag) ? find(tag, at + tag.length) : -1;
      const parameter = match(DOLLAR_PARAMETER, text, at);
      if (close >= 0) push("string", at, close + tag.length, text.slice(at + tag.length, close));
      else push(parameter ? "parameter" : "symbol", at, at + (parameter.length || 1), parameter || character);
    } else if (character === "?") {
      const parameter = match(QUESTION, text, at);
      push("parameter", at, at + parameter.length, parameter);
    } else if (
      (character === ":" && next !== ":" && previous !== ":" && !WORD_END.test(previous)) ||
      character === "@"
    ) {
      const parameter = match(NAMED, text, at);
      const symbol = parameter || match(SYMBOL, text, at) || character;
      push(parameter ? "parameter" : "symbol", at, at + symbol.length, symbol);
    } else {
      const number = match(NUMBER, text, at);
      const word = number ? "" : match(WORD, text, at);
      const symbol = number || word || match(SYMBOL, text, at) || character;
      push(number ? "number" : word ? "word" : "symbol", at, at + symbol.length, symbol);
      if (tokens.length === 1 || tokens.at(-2)?.value === ";") copying = tokens.at(-1)?.upper === "COPY";
      if (symbol === ";" && copying && tokens.at(-2)?.upper === "STDIN") {
        const end = text.indexOf("\n\\.", at);
        at = end < 0 ? text.length : end + 3;
      }
    }
  }
  return tokens;
}

/** Cuts tokens at every semicolon; the semicolons and empty statements are left out. */
export function splitStatements(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const statements: SqlToken[][] = [];
  let current: SqlToken[] = [];
  for (const token of tokens) {
    if (token.kind === "symbol" && token.value === ";") {
      if (current.length > 0) statements.push(current);
      current = [];
    } else current.push(token);
  }
  if (current.length > 0) statements.push(current);
  return statements;
}

const BLANK = /\s+/y;
const BRACKETED = /\[[A-Za-z_][\w $-]*\]/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_]\w*)?\$/y;
const HOLE_TAG = /^\$hole\d+\$$/;
const DOLLAR_PARAMETER = /\$\w+/y;
const QUESTION = /\?(?:\d+|\?)?/y;
const NAMED = /[:@]@?[A-Za-z_\d]\w*/y;
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const SYMBOL = /->>|->|::|<=>|<=|>=|<>|!=|\|\||#>>|#>|#-|@>|<@|&&|:=/y;
const ADJACENT = /[\w"`)\]]/;
const WORD_END = /[\w\])]/;
const STRING_PREFIX = new Set(["E", "N", "B", "X", "_UTF8", "_UTF8MB4"]);

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function commentEnd(text: string, at: number, unclosed: Set<string>): number | undefined {
  const close = unclosed.has("*/") ? -1 : text.indexOf("*/", at + 2);
  if (close < 0) {
    unclosed.add("*/");
    return undefined;
  }
  // PostgreSQL nests comments, the others do not: where no nested end is found, the first end counts.
  const nested = text.indexOf("/*", at + 2);
  if (nested < 0 || nested > close || unclosed.has("nested")) return close + 2;
  const mark = /\/\*|\*\//g;
  mark.lastIndex = at + 2;
  let depth = 1;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  unclosed.add("nested");
  return close + 2;
}

function isEscapeString(previous: SqlToken | undefined, at: number): boolean {
  return previous?.kind === "word" && previous.end === at && previous.upper === "E";
}

function stringEnd(text: string, at: number, backslash: boolean, unclosed: Set<string>): number | undefined {
  const key = backslash ? "\\'" : "'";
  if (unclosed.has(key)) return undefined;
  const mark = backslash ? /\\[\s\S]|''|'/g : /''|'/g;
  mark.lastIndex = at + 1;
  for (let found = mark.exec(text); found; found = mark.exec(text)) if (found[0] === "'") return mark.lastIndex;
  unclosed.add(key);
  return undefined;
}

function quotedEnd(text: string, at: number, quote: string, unclosed: Set<string>): number | undefined {
  if (unclosed.has(quote)) return undefined;
  for (let end = text.indexOf(quote, at + 1); end >= 0; end = text.indexOf(quote, end + 2))
    if (text[end + 1] !== quote) return end + 1;
  unclosed.add(quote);
  return undefined;
}
