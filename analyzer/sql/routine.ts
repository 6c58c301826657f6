import { cursorOf, peek, sees, splitList, take, takeGroup, takeName } from "./cursor.js";
import type { Cursor } from "./cursor.js";
import { readStatement } from "./statement.js";
import { readSteps, type BodyContext, type SqlStep } from "./steps.js";
import { fullName } from "./target.js";
import { splitStatements, tokenize } from "./tokens.js";
import type { SqlToken } from "./tokens.js";
import { readValue } from "./value.js";
import type { SqlContext, SqlValue } from "./value.js";

/** A function or procedure of the database. */
export interface SqlRoutine {
  /** With its schema where that is not the default one. */
  readonly name: string;
  /** What a call gives it, in order. */
  readonly parameters: readonly SqlParameter[];
  /** What it does; absent where it is written in a language that is not read here. */
  readonly steps?: readonly SqlStep[];
  /** Its last statement is its answer. */
  readonly answers: boolean;
  /** It gives back rows. */
  readonly rows: boolean;
  /** What it writes is committed as one. */
  readonly atomic: boolean;
  /** Where it is declared. */
  readonly start: number;
  readonly end: number;
  /** What is added to the offsets in its steps. */
  readonly offset: number;
}

export interface SqlParameter {
  readonly name?: string;
  readonly type: string;
  /** What it is where a call leaves it out; absent where it cannot be left out. */
  readonly fallback?: SqlValue;
}

/** What a text does to the routines of a database, in its order. */
export type SqlRoutineChange =
  | { readonly kind: "create"; readonly routine: SqlRoutine }
  /** Without types all routines of the name are meant. */
  | { readonly kind: "drop"; readonly name: string; readonly types?: readonly string[] };

/** Reads the routines that an SQL text creates and drops. */
export function readRoutines(text: string, mysql: boolean): readonly SqlRoutineChange[] {
  if (!/\b(?:function|procedure)\b/i.test(text)) return [];
  const tokens = tokenize(text, { mysql });
  const context: SqlContext = { text, ordinals: new Map(), mysql };
  const changes: SqlRoutineChange[] = [];
  const cursor = cursorOf(tokens);
  while (peek(cursor)) {
    const start = cursor.at;
    const creates = take(cursor, "CREATE");
    const kind = creates || take(cursor, "DROP") ? takeKind(cursor) : undefined;
    if (kind === undefined) cursor.at = start + 1;
    else if (!creates) changes.push(...readDrop(cursor, kind, context));
    else {
      const routine = readCreate(cursor, kind, tokens[start]?.start ?? 0, context);
      if (routine) changes.push({ kind: "create", routine });
    }
  }
  return changes;
}

type Kind = "function" | "procedure";

/** Past `OR REPLACE`, `DEFINER = admin@localhost` and the like, to the name. */
function takeKind(cursor: Cursor): Kind | undefined {
  for (let ahead = 0; ahead < 12; ahead += 1) {
    const token = peek(cursor, ahead);
    if (token?.upper === "FUNCTION" || token?.upper === "PROCEDURE") {
      cursor.at += ahead + 1;
      return token.upper === "FUNCTION" ? "function" : "procedure";
    }
    if (!token || token.value === ";" || (ahead === 0 && !BEFORE.has(token.upper))) return undefined;
  }
  return undefined;
}

const BEFORE = new Set(["OR", "DEFINER", "ROUTINE", "AGGREGATE"]);

function readDrop(cursor: Cursor, kind: Kind, context: SqlContext): readonly SqlRoutineChange[] {
  take(cursor, "IF", "EXISTS");
  const changes: SqlRoutineChange[] = [];
  do {
    const name = takeName(cursor);
    if (!name) break;
    const group = takeGroup(cursor);
    const types = group && readParameters(group, kind, context).called.map(({ type }) => type);
    changes.push({ kind: "drop", name: fullName(name), ...(types ? { types } : {}) });
  } while (take(cursor, ","));
  return changes;
}

function readCreate(cursor: Cursor, kind: Kind, start: number, context: SqlContext): SqlRoutine | undefined {
  take(cursor, "IF", "NOT", "EXISTS");
  const name = takeName(cursor);
  const group = name && takeGroup(cursor);
  // SQL Server's parameters stand without brackets, and its bodies without semicolons.
  if (!group || group.some(({ value }) => value.startsWith("@"))) return undefined;
  const { called, names } = readParameters(group, kind, context);
  const variables = new Set([...names, name.name.toLowerCase()]);
  const body = readBody(cursor, { ...context, variables });
  return {
    name: fullName(name),
    parameters: called,
    start,
    end: peek({ ...cursor, at: cursor.at - 1 })?.end ?? start,
    ...body,
  };
}

type Body = Pick<SqlRoutine, "steps" | "answers" | "rows" | "atomic" | "offset">;

/** Takes what stands behind the parameters, the body included. */
function readBody(cursor: Cursor, context: BodyContext): Body {
  let language = "";
  let rows = false;
  let body: Pick<Body, "steps" | "answers" | "atomic" | "offset"> | undefined;
  let written: SqlToken | undefined;
  for (let token = peek(cursor); token && token.value !== ";"; token = peek(cursor)) {
    if (take(cursor, "LANGUAGE")) language = peek(cursor)?.value.toLowerCase() ?? "";
    else if (take(cursor, "RETURNS")) {
      rows = sees(cursor, "SETOF") || sees(cursor, "TABLE");
      for (const column of take(cursor, "TABLE") ? splitList(takeGroup(cursor) ?? []) : [])
        context.variables.add(column[0]?.value.toLowerCase() ?? "");
      continue;
    } else if (take(cursor, "AS") && peek(cursor)?.kind === "string") written = peek(cursor);
    else if (sees(cursor, "BEGIN") || sees(cursor, "RETURN") || STATEMENTS.has(token.upper)) {
      const tokens = takeCompound(cursor);
      const isStandard = sees(cursorOf(tokens), "BEGIN", "ATOMIC") || sees(cursorOf(tokens), "RETURN");
      const atomic =
        isStandard || tokens.some(({ upper }, at) => upper === "START" && tokens[at + 1]?.upper === "TRANSACTION");
      body = { steps: readSteps(tokens, context), answers: isStandard, atomic, offset: 0 };
      continue;
    }
    cursor.at += 1;
  }
  if (written && body === undefined) body = readWritten(written, language, context);
  return { rows, ...(body ?? { answers: false, atomic: true, offset: 0 }) };
}

const STATEMENTS = new Set(["INSERT", "UPDATE", "DELETE", "REPLACE", "CALL", "SELECT"]);

/** A body in a string, which has offsets of its own. */
function readWritten(body: SqlToken, language: string, context: BodyContext): Omit<Body, "rows"> {
  const offset = Math.max(0, context.text.indexOf(body.value, body.start));
  const inside: BodyContext = { ...context, text: body.value };
  const tokens = tokenize(body.value, { mysql: false });
  if (language === "plpgsql") {
    const atomic = !tokens.some(({ upper }) => upper === "COMMIT");
    return { steps: readSteps(tokens, inside), answers: false, atomic, offset };
  }
  if (language !== "sql") return { answers: false, atomic: true, offset };
  const steps = splitStatements(tokens).map((tokens): SqlStep => ({
    kind: "run",
    statements: readStatement(tokens, inside),
    into: [],
  }));
  return { steps, answers: true, atomic: true, offset };
}

/** A compound statement up to the end that closes it, or one statement. */
function takeCompound(cursor: Cursor): readonly SqlToken[] {
  const start = cursor.at;
  let depth = 0;
  for (let token = peek(cursor); token; token = peek(cursor)) {
    if (depth === 0 && token.value === ";") break;
    if (token.upper === "BEGIN" || token.upper === "CASE") depth += 1;
    cursor.at += 1;
    if (token.upper !== "END") continue;
    // `IF`, `LOOP` and the like have ends of their own, whose beginnings are not counted.
    if (take(cursor, "IF") || take(cursor, "LOOP") || take(cursor, "WHILE") || take(cursor, "REPEAT")) continue;
    take(cursor, "CASE");
    depth -= 1;
    if (depth === 0) break;
  }
  return cursor.tokens.slice(start, cursor.at);
}

/** The parameters that a call gives, and the names of all. */
function readParameters(
  group: readonly SqlToken[],
  kind: Kind,
  context: SqlContext,
): {
  readonly called: readonly SqlParameter[];
  readonly names: readonly string[];
} {
  const called: SqlParameter[] = [];
  const names: string[] = [];
  for (const tokens of splitList(group)) {
    const out = tokens.some(({ upper }, at) => at < 2 && upper === "OUT");
    const plain = tokens.filter(({ upper }, at) => !(at < 2 && MODES.has(upper)));
    const given = plain.findIndex(({ upper, value }) => upper === "DEFAULT" || value === "=" || value === ":=");
    const declared = given < 0 ? plain : plain.slice(0, given);
    const [name, ...type] = declared;
    if (!name) continue;
    const fallback: SqlValue | undefined =
      given >= 0 ? readValue(plain.slice(given + 1), context) : out ? { kind: "literal", text: "null" } : undefined;
    const isNamed = type.length > 0 && type[0]?.kind !== "symbol" && !LONG_TYPES.has(name.upper);
    if (isNamed) names.push(name.value.toLowerCase());
    // What a procedure gives back has its place in the call.
    if (out && kind === "function") continue;
    called.push({
      ...(isNamed ? { name: name.value } : {}),
      type: (isNamed ? type : declared).map(({ value }) => value.toLowerCase()).join(" "),
      ...(fallback ? { fallback } : {}),
    });
  }
  return { called, names };
}

const MODES = new Set(["IN", "OUT", "INOUT", "VARIADIC"]);
const LONG_TYPES = new Set(["DOUBLE", "CHARACTER", "BIT", "TIMESTAMP", "TIME", "NATIONAL"]);
