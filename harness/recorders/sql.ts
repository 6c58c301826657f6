import type { EffectKind } from "../../analyzer/trace.js";

/** What a SQL text does, told from its words: enough for a recorder, which sees the real rows later. */
export interface SqlAction {
  readonly kind: EffectKind;
  readonly reads: boolean;
  /** Tables written, or read when nothing is written. */
  readonly tables: readonly string[];
  readonly control?: "begin" | "commit" | "rollback";
}

const cache = new Map<string, SqlAction>();
const CACHE_LIMIT = 2_000;

/** Classifies one SQL text; a text of several statements is what its strongest statement is. */
export function classifySql(text: string): SqlAction {
  const known = cache.get(text);
  if (known) return known;
  const action = strongest(statements(text).map(classifyStatement));
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, action);
  return action;
}

const NOTHING: SqlAction = { kind: "read", reads: true, tables: [] };

function strongest(actions: readonly SqlAction[]): SqlAction {
  const writes = actions.filter((action) => !action.reads);
  const controls = actions.filter((action) => action.control);
  const [first] = writes;
  if (first) return { ...first, tables: [...new Set(writes.flatMap((action) => action.tables))] };
  return controls.at(-1) ?? actions[0] ?? NOTHING;
}

function classifyStatement(statement: string): SqlAction {
  const word = /^[a-z]+/i.exec(statement)?.[0].toLowerCase() ?? "";
  switch (word) {
    case "begin":
      return { ...NOTHING, control: "begin" };
    case "start":
      return /^start\s+transaction/i.test(statement) ? { ...NOTHING, control: "begin" } : NOTHING;
    case "commit":
    case "end":
      return { ...NOTHING, control: "commit" };
    case "rollback":
    case "abort":
      return /^rollback\s+(work\s+|transaction\s+)?to\b/i.test(statement)
        ? NOTHING
        : { ...NOTHING, control: "rollback" };
    case "insert":
    case "replace":
    case "update":
    case "delete":
    case "merge":
    case "truncate":
    case "copy":
    case "with":
    case "call":
    case "do":
      return writeOf(statement) ?? { ...NOTHING, tables: tablesRead(statement) };
    case "create":
    case "alter":
    case "drop":
      return { kind: "update", reads: false, tables: [`schema (${word})`] };
    default:
      return { ...NOTHING, tables: tablesRead(statement) };
  }
}

const NAME = String.raw`((?:["\x60]?[\w$]+["\x60]?\s*\.\s*)?["\x60]?[\w$]+["\x60]?)`;

function writeOf(statement: string): SqlAction | undefined {
  const insert = new RegExp(
    String.raw`\b(?:insert\s+(?:ignore\s+)?into|replace\s+into|merge\s+into|copy)\s+${NAME}`,
    "i",
  ).exec(statement);
  if (insert?.[1] && !/^copy\b[\s\S]*\bto\b/i.test(statement)) {
    const upsert = /\bon\s+conflict\b[\s\S]*\bdo\s+update\b|\bon\s+duplicate\s+key\b|^(?:merge|replace)\b/i.test(
      statement,
    );
    return write(upsert ? "upsert" : "insert", insert[1]);
  }
  const update = new RegExp(String.raw`\bupdate\s+(?:only\s+)?${NAME}\s+(?:as\s+)?(?:\w+\s+)?set\b`, "i").exec(
    statement,
  );
  if (update?.[1]) return write(isRelative(statement) ? "increment" : "update", update[1]);
  const gone = new RegExp(String.raw`\b(?:delete\s+from|truncate(?:\s+table)?)\s+(?:only\s+)?${NAME}`, "i").exec(
    statement,
  );
  if (gone?.[1]) return write("delete", gone[1]);
  const called = new RegExp(String.raw`^call\s+${NAME}`, "i").exec(statement);
  if (called?.[1]) return write("call", called[1]);
  return /^do\b/i.test(statement) ? { kind: "update", reads: false, tables: ["anonymous block"] } : undefined;
}

function isRelative(statement: string): boolean {
  return /["`]?(\w+)["`]?\s*=\s*(?:\w+\s*\.\s*)?["`]?\1["`]?\s*[-+*/|]/i.test(statement);
}

function write(kind: EffectKind, name: string): SqlAction {
  return { kind, reads: false, tables: [bare(name)] };
}

function tablesRead(statement: string): readonly string[] {
  const found = new Set<string>();
  for (const match of statement.matchAll(new RegExp(String.raw`\b(?:from|join)\s+${NAME}`, "gi"))) {
    if (match[1]) found.add(bare(match[1]));
  }
  return [...found];
}

function bare(name: string): string {
  const last = name.split(".").at(-1) ?? name;
  return last.trim().replaceAll(/["`]/g, "");
}

/** Splits at semicolons outside of quotes, dollar quotes and comments, with comments removed. */
function statements(text: string): readonly string[] {
  const clean = text.replaceAll(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*?\1|--[^\n]*|\/\*[\s\S]*?\*\//g,
    (piece) => (piece.startsWith("--") || piece.startsWith("/*") ? " " : piece.startsWith('"') ? piece : "''"),
  );
  return clean
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
