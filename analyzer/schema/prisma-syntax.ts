/** A `model`, `view`, `type`, `enum` or other block of a Prisma schema. */
export interface PrismaBlock {
  readonly keyword: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The blocks whose lines are its own, too: `model Order extends Base with Timestamps` in ZenStack. */
  readonly bases: readonly string[];
  readonly isAbstract: boolean;
  /** The lines inside; a bracketed list may run over several lines of text. */
  readonly lines: readonly PrismaLine[];
}

export interface PrismaLine {
  readonly tokens: readonly PrismaToken[];
  readonly start: number;
  readonly end: number;
}

export interface PrismaToken {
  readonly kind: "word" | "string" | "symbol";
  /** The contents of a string, else the text. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** An attribute such as `@unique(map: "x")` or `@@id([a, b])`; `name` has no `@`. */
export interface PrismaAttribute {
  readonly name: string;
  readonly block: boolean;
  readonly arguments: readonly PrismaArgument[];
  readonly start: number;
  readonly end: number;
}

export interface PrismaArgument {
  readonly name?: string;
  readonly tokens: readonly PrismaToken[];
}

/** Cuts a Prisma schema into its blocks; text that is no block is passed over. */
export function parsePrisma(text: string): readonly PrismaBlock[] {
  const tokens = tokenize(text);
  const blocks: PrismaBlock[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const [keyword, name] = [tokens[at], tokens[at + 1]];
    if (keyword?.kind !== "word" || name?.kind !== "word") continue;
    const bases = basesAt(tokens, at + 2);
    const open = at + 2 + bases.length;
    const brace = tokens[open];
    if (brace?.text !== "{" || brace.kind !== "symbol") continue;
    const close = closing(tokens, open);
    blocks.push({
      keyword: keyword.text,
      name: name.text,
      start: keyword.start,
      end: name.end,
      bases: bases.flatMap(({ kind, text }) => (kind === "word" && !INHERITS.has(text) ? [text] : [])),
      isAbstract: tokens[at - 1]?.text === "abstract",
      lines: linesOf(tokens.slice(open + 1, close)),
    });
    at = close;
  }
  return blocks;
}

/** What stands between the name of a block and its lines: `extends Base with Timestamps, Owned`. */
function basesAt(tokens: readonly PrismaToken[], from: number): readonly PrismaToken[] {
  if (!INHERITS.has(tokens[from]?.text ?? "")) return [];
  const end = tokens.findIndex(({ kind, text }, at) => at >= from && kind !== "word" && !BETWEEN.has(text));
  return end < 0 ? [] : tokens.slice(from, end);
}

const INHERITS = new Set(["extends", "with"]);
const BETWEEN = new Set([",", "\n"]);

/** The attributes of a line, in order. */
export function attributesOf(line: PrismaLine): readonly PrismaAttribute[] {
  const attributes: PrismaAttribute[] = [];
  for (let at = 0; at < line.tokens.length; at += 1) {
    const sign = line.tokens[at];
    if (sign?.kind !== "symbol" || (sign.text !== "@" && sign.text !== "@@")) continue;
    let name = "";
    while (line.tokens[at + 1]?.kind === "word" || line.tokens[at + 1]?.text === ".") {
      name += line.tokens[at + 1]?.text ?? "";
      at += 1;
    }
    let given: readonly PrismaArgument[] = [];
    if (line.tokens[at + 1]?.text === "(") {
      const close = closing(line.tokens, at + 1);
      given = atCommas(line.tokens.slice(at + 2, close)).map(argumentOf);
      at = close;
    }
    const end = line.tokens[Math.min(at, line.tokens.length - 1)]?.end ?? sign.end;
    attributes.push({ name, block: sign.text === "@@", arguments: given, start: sign.start, end });
  }
  return attributes;
}

/** The members of `[a, b]`, or the one value that is no list. */
export function listItems(tokens: readonly PrismaToken[]): readonly (readonly PrismaToken[])[] {
  const isList = tokens[0]?.text === "[" && closing(tokens, 0) === tokens.length - 1;
  return atCommas(isList ? tokens.slice(1, -1) : tokens);
}

function atCommas(tokens: readonly PrismaToken[]): readonly (readonly PrismaToken[])[] {
  const items: PrismaToken[][] = [];
  let depth = 0;
  let current: PrismaToken[] = [];
  for (const token of tokens) {
    if (token.kind === "symbol" && token.text === "," && depth === 0) {
      items.push(current);
      current = [];
      continue;
    }
    if (token.kind === "symbol") depth += OPEN.has(token.text) ? 1 : CLOSE.has(token.text) ? -1 : 0;
    current.push(token);
  }
  if (current.length > 0) items.push(current);
  return items.filter((item) => item.length > 0);
}

const LEXEME =
  /(\s*\n\s*)|[ \t\r\f\v]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|([A-Za-z_\u0080-\uffff\d][\w\u0080-\uffff-]*)|(@@|[^\s])/g;
const OPEN = new Set(["(", "[", "{"]);
const CLOSE = new Set([")", "]", "}"]);

function tokenize(text: string): readonly PrismaToken[] {
  const tokens: PrismaToken[] = [];
  for (const found of text.matchAll(LEXEME)) {
    const [whole, newline, double, single, word, symbol] = found;
    const string = double ?? single;
    const [start, end] = [found.index, found.index + whole.length];
    if (newline !== undefined) tokens.push({ kind: "symbol", text: "\n", start, end });
    else if (string !== undefined) tokens.push({ kind: "string", text: string.replace(/\\(.)/g, "$1"), start, end });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, start, end });
    else if (symbol !== undefined) tokens.push({ kind: "symbol", text: symbol, start, end });
  }
  return tokens;
}

/** Index of the bracket that closes the one at `open`, or the last index. */
function closing(tokens: readonly PrismaToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== "symbol") continue;
    if (OPEN.has(token.text)) depth += 1;
    else if (CLOSE.has(token.text)) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return tokens.length - 1;
}

function linesOf(tokens: readonly PrismaToken[]): readonly PrismaLine[] {
  const lines: PrismaLine[] = [];
  let depth = 0;
  let current: PrismaToken[] = [];
  const close = (): void => {
    const [first, last] = [current[0], current.at(-1)];
    if (first && last) lines.push({ tokens: current, start: first.start, end: last.end });
    current = [];
  };
  for (const token of tokens) {
    if (token.kind === "symbol") depth += OPEN.has(token.text) ? 1 : CLOSE.has(token.text) ? -1 : 0;
    if (token.text === "\n" && token.kind === "symbol") {
      if (depth <= 0) close();
    } else current.push(token);
  }
  close();
  return lines;
}

function argumentOf(tokens: readonly PrismaToken[]): PrismaArgument {
  const [name, colon] = tokens;
  return name?.kind === "word" && colon?.text === ":" ? { name: name.text, tokens: tokens.slice(2) } : { tokens };
}
