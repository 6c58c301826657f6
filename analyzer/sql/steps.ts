import { cursorOf, peek, sees, splitList, take, takeGroup, takeName, takeUntil } from "./cursor.js";
import type { Cursor } from "./cursor.js";
import { readDecision, type SqlDecision } from "./decision.js";
import { readStatement, type SqlStatement } from "./statement.js";
import type { SqlToken } from "./tokens.js";
import { readValue } from "./value.js";
import type { SqlContext, SqlValue } from "./value.js";

/** One step of a routine, as far as repeating it matters. */
export type SqlStep =
  | {
      readonly kind: "run";
      readonly statements: readonly SqlStatement[];
      /** The variables that its answer goes into. */
      readonly into: readonly string[];
    }
  | { readonly kind: "set"; readonly name: string; readonly value: SqlValue; readonly decision?: SqlDecision }
  /** A variable gets the number of rows that the last statement met. */
  | { readonly kind: "count"; readonly name: string }
  | {
      readonly kind: "choose";
      readonly start: number;
      readonly ways: readonly { readonly on?: SqlDecision; readonly steps: readonly SqlStep[] }[];
      readonly otherwise: readonly SqlStep[];
    }
  | { readonly kind: "loop"; readonly row?: string; readonly over?: SqlStatement; readonly steps: readonly SqlStep[] }
  | {
      readonly kind: "block";
      readonly steps: readonly SqlStep[];
      /** What is done with an error; `conflicts` where a unique violation gets there. */
      readonly handlers: readonly { readonly conflicts: boolean; readonly steps: readonly SqlStep[] }[];
    }
  | {
      readonly kind: "return";
      readonly value?: SqlValue;
      readonly decision?: SqlDecision;
      /** Members of a JSON object that it gives back, which are true or false. */
      readonly flags?: ReadonlyMap<string, boolean>;
    }
  | { readonly kind: "raise" }
  /** Something whose text is made while it runs. */
  | { readonly kind: "unseen" };

/** What a body is read with: its names grow with each declaration. */
export interface BodyContext extends SqlContext {
  readonly variables: Set<string>;
}

/** Reads a body of statements and control flow, of PL/pgSQL and of MySQL. */
export function readSteps(tokens: readonly SqlToken[], context: BodyContext): readonly SqlStep[] {
  return stepsUntil(cursorOf(tokens), [], context);
}

/** Steps up to one of these words, which stays; `handlers` are those that MySQL declares among them. */
function stepsUntil(cursor: Cursor, stops: readonly string[], context: BodyContext): readonly SqlStep[] {
  const steps: SqlStep[] = [];
  const handlers: Handler[] = [];
  while (peek(cursor) && !stops.some((word) => sees(cursor, word))) {
    const before = cursor.at;
    const read = readStep(cursor, handlers, context);
    if (read) steps.push(read);
    take(cursor, ";");
    if (cursor.at === before) cursor.at += 1;
  }
  return handlers.length > 0 ? [{ kind: "block", steps, handlers }] : steps;
}

type Handler = Extract<SqlStep, { readonly kind: "block" }>["handlers"][number];

function readStep(cursor: Cursor, handlers: Handler[], context: BodyContext): SqlStep | undefined {
  skipLabel(cursor);
  switch (peek(cursor)?.upper) {
    case "DECLARE":
      return readDeclare(cursor, handlers, context);
    case "BEGIN":
      return readBlock(cursor, context);
    case "IF":
      return readIf(cursor, context);
    case "CASE":
      return readCase(cursor, context);
    case "LOOP":
    case "WHILE":
    case "REPEAT":
    case "FOR":
    case "FOREACH":
      return readLoop(cursor, context);
    case "RETURN":
      return readReturn(cursor, context);
    case "RAISE":
      return readRaise(cursor);
    case "SIGNAL":
    case "RESIGNAL":
      rest(cursor);
      return { kind: "raise" };
    case "LEAVE":
      rest(cursor);
      return { kind: "return" };
    case "EXECUTE":
    case "PREPARE":
      rest(cursor);
      return { kind: "unseen" };
    case "GET":
      return readDiagnostics(cursor);
    case "SET":
      return readSet(cursor, context);
    case "NULL":
    case "EXIT":
    case "CONTINUE":
    case "ITERATE":
    case "ASSERT":
    case "OPEN":
    case "FETCH":
    case "CLOSE":
    case "COMMIT":
    case "ROLLBACK":
    case "START":
    case "SAVEPOINT":
    case "RELEASE":
      rest(cursor);
      return undefined;
    default:
      return readAssignment(cursor, context) ?? readRun(rest(cursor), context);
  }
}

/** The tokens up to the end of the statement. */
function rest(cursor: Cursor): readonly SqlToken[] {
  return takeUntil(cursor, (here) => sees(here, ";"));
}

/** `<<done>>`, `done: BEGIN`. */
function skipLabel(cursor: Cursor): void {
  if (sees(cursor, "<", "<")) {
    takeUntil(cursor, (here) => sees(here, ">"));
    while (take(cursor, ">"));
  }
  if (peek(cursor)?.kind === "word" && peek(cursor, 1)?.value === ":") cursor.at += 2;
}

/** The variables of a block, which keep what they start with, or MySQL's handler for an error. */
function readDeclare(cursor: Cursor, handlers: Handler[], context: BodyContext): SqlStep | undefined {
  take(cursor, "DECLARE");
  if (sees(cursor, "EXIT", "HANDLER") || sees(cursor, "CONTINUE", "HANDLER")) {
    const leaves = sees(cursor, "EXIT");
    const of = takeUntil(
      cursor,
      (here) => sees(here, "BEGIN") || HANDLED.has(peek(here)?.upper ?? "") || sees(here, ";"),
    );
    const conflicts = of.some(({ upper, value }) => upper === "SQLEXCEPTION" || value === "1062" || value === "23000");
    const step = readStep(cursor, [], context);
    handlers.push({ conflicts, steps: [...(step ? [step] : []), ...(leaves ? [{ kind: "return" } as const] : [])] });
    return undefined;
  }
  const set: SqlStep[] = [];
  do {
    if (sees(cursor, "BEGIN")) break;
    set.push(...readVariables(rest(cursor), context));
  } while (take(cursor, ";") && isDeclaration(cursor));
  const block = sees(cursor, "BEGIN") ? readBlock(cursor, context) : undefined;
  // The step after it is read with the semicolon that was taken.
  return set.length + (block ? 1 : 0) === 0
    ? undefined
    : { kind: "block", steps: [...set, ...(block ? [block] : [])], handlers: [] };
}

const HANDLED = new Set(["SET", "ROLLBACK", "RESIGNAL", "SELECT", "INSERT", "UPDATE", "DELETE", "LEAVE", "CALL"]);

/** In PL/pgSQL further variables follow without another word, up to `BEGIN`. */
function isDeclaration(cursor: Cursor): boolean {
  const name = peek(cursor);
  const isName = name?.kind === "quoted" || (name?.kind === "word" && !STARTS.has(name.upper));
  return sees(cursor, "BEGIN") || (isName && peek(cursor, 1)?.kind !== "symbol");
}

const STARTS = new Set(
  ["DECLARE", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR", "RETURN", "SIGNAL", "LEAVE", "SET", "CALL", "END"].concat(
    [
      "SELECT",
      "INSERT",
      "UPDATE",
      "DELETE",
      "REPLACE",
      "WITH",
      "START",
      "COMMIT",
      "ROLLBACK",
      "OPEN",
      "FETCH",
      "CLOSE",
    ],
  ),
);

/** `v_total numeric := p_a + p_b`, MySQL's `a, b INT DEFAULT 0`. */
function readVariables(tokens: readonly SqlToken[], context: BodyContext): readonly SqlStep[] {
  const start = tokens.findIndex(({ upper, value }) => upper === "DEFAULT" || value === ":=" || value === "=");
  const declared = start < 0 ? tokens : tokens.slice(0, start);
  const names = splitList(declared).flatMap(([name]) => (name ? [name.value] : []));
  for (const name of names) context.variables.add(name.toLowerCase());
  const given = start < 0 ? [] : tokens.slice(start + 1);
  return given.length === 0 ? [] : names.map((name) => assigned(name, given, context));
}

function assigned(name: string, given: readonly SqlToken[], context: BodyContext): SqlStep {
  const decides = given[0]?.upper === "EXISTS" || given[0]?.upper === "NOT" || given[0]?.upper === "FOUND";
  const value = readValue(given, context);
  return { kind: "set", name, value, ...(decides ? { decision: readDecision(given, context) } : {}) };
}

function readBlock(cursor: Cursor, context: BodyContext): SqlStep {
  take(cursor, "BEGIN");
  take(cursor, "ATOMIC");
  const steps = stepsUntil(cursor, ["EXCEPTION", "END"], context);
  const handlers: Handler[] = [];
  if (take(cursor, "EXCEPTION"))
    while (take(cursor, "WHEN")) {
      const of = takeUntil(cursor, (here) => sees(here, "THEN"));
      take(cursor, "THEN");
      const conflicts = of.some(
        ({ upper, value }) =>
          /^(UNIQUE_VIOLATION|OTHERS|INTEGRITY_CONSTRAINT_VIOLATION)$/.test(upper) || value === "23505",
      );
      handlers.push({ conflicts, steps: stepsUntil(cursor, ["WHEN", "END"], context) });
    }
  take(cursor, "END");
  rest(cursor);
  return { kind: "block", steps, handlers };
}

function readIf(cursor: Cursor, context: BodyContext): SqlStep {
  const start = peek(cursor)?.start ?? 0;
  const ways: { readonly on: SqlDecision; readonly steps: readonly SqlStep[] }[] = [];
  while (take(cursor, "IF") || take(cursor, "ELSIF") || take(cursor, "ELSEIF")) {
    const on = readDecision(
      takeUntil(cursor, (here) => sees(here, "THEN")),
      context,
    );
    take(cursor, "THEN");
    ways.push({ on, steps: stepsUntil(cursor, ["ELSIF", "ELSEIF", "ELSE", "END"], context) });
  }
  const otherwise = take(cursor, "ELSE") ? stepsUntil(cursor, ["END"], context) : [];
  take(cursor, "END");
  take(cursor, "IF");
  return { kind: "choose", start, ways, otherwise };
}

function readCase(cursor: Cursor, context: BodyContext): SqlStep {
  const start = peek(cursor)?.start ?? 0;
  take(cursor, "CASE");
  const subject = takeUntil(cursor, (here) => sees(here, "WHEN"));
  const ways: { readonly on?: SqlDecision; readonly steps: readonly SqlStep[] }[] = [];
  while (take(cursor, "WHEN")) {
    const on = takeUntil(cursor, (here) => sees(here, "THEN"));
    take(cursor, "THEN");
    const steps = stepsUntil(cursor, ["WHEN", "ELSE", "END"], context);
    ways.push(subject.length > 0 ? { steps } : { on: readDecision(on, context), steps });
  }
  const otherwise = take(cursor, "ELSE") ? stepsUntil(cursor, ["END"], context) : [];
  take(cursor, "END");
  take(cursor, "CASE");
  return { kind: "choose", start, ways, otherwise };
}

function readLoop(cursor: Cursor, context: BodyContext): SqlStep {
  const repeats = sees(cursor, "REPEAT");
  const named = sees(cursor, "FOR") || sees(cursor, "FOREACH");
  if (!sees(cursor, "LOOP")) cursor.at += 1;
  const row = named ? takeName(cursor)?.name : undefined;
  if (row !== undefined) context.variables.add(row.toLowerCase());
  const head = repeats ? [] : takeUntil(cursor, (here) => sees(here, "LOOP") || sees(here, "DO"));
  if (!repeats) cursor.at += 1;
  const query = head.findIndex(
    ({ upper }) => upper === "SELECT" || upper === "WITH" || upper === "UPDATE" || upper === "DELETE",
  );
  const over = named && query >= 0 ? readStatement(head.slice(query), context).at(-1) : undefined;
  const steps = stepsUntil(cursor, repeats ? ["UNTIL"] : ["END"], context);
  if (repeats) takeUntil(cursor, (here) => sees(here, "END"));
  take(cursor, "END");
  rest(cursor);
  return { kind: "loop", steps, ...(row === undefined ? {} : { row }), ...(over ? { over } : {}) };
}

function readReturn(cursor: Cursor, context: BodyContext): SqlStep | undefined {
  take(cursor, "RETURN");
  if (take(cursor, "QUERY")) {
    const tokens = rest(cursor);
    return tokens[0]?.upper === "EXECUTE" ? { kind: "unseen" } : readRun(tokens, context);
  }
  const tokens = rest(cursor);
  // `RETURN NEXT row` adds to the answer and goes on.
  if (tokens[0]?.upper === "NEXT") return undefined;
  if (tokens.length === 0) return { kind: "return" };
  const flags = readFlags(tokens);
  if (flags) return { kind: "return", value: readValue(tokens, context), flags };
  return { kind: "return", value: readValue(tokens, context), decision: readDecision(tokens, context) };
}

/** `jsonb_build_object('success', true, 'orderId', v_id)`. */
function readFlags(tokens: readonly SqlToken[]): ReadonlyMap<string, boolean> | undefined {
  const cursor = cursorOf(tokens);
  if (!take(cursor, "JSONB_BUILD_OBJECT") && !take(cursor, "JSON_BUILD_OBJECT")) return undefined;
  const members = splitList(takeGroup(cursor) ?? []);
  return new Map(
    members.flatMap(([name], at): readonly [string, boolean][] => {
      const value = members[at + 1];
      const word = value?.length === 1 ? value[0]?.upper : undefined;
      const isFlag = at % 2 === 0 && name?.kind === "string" && (word === "TRUE" || word === "FALSE");
      return isFlag ? [[name.value, word === "TRUE"]] : [];
    }),
  );
}

const NOTICES = new Set(["DEBUG", "LOG", "INFO", "NOTICE", "WARNING"]);

function readRaise(cursor: Cursor): SqlStep | undefined {
  const tokens = rest(cursor);
  return NOTICES.has(tokens[1]?.upper ?? "") ? undefined : { kind: "raise" };
}

/** `GET DIAGNOSTICS n = ROW_COUNT`. */
function readDiagnostics(cursor: Cursor): SqlStep | undefined {
  const tokens = rest(cursor);
  const at = tokens.findIndex(({ value }) => value === "=" || value === ":=");
  const name = tokens[at - 1]?.value;
  return name !== undefined && tokens[at + 1]?.upper === "ROW_COUNT" ? { kind: "count", name } : undefined;
}

/** MySQL's `SET a = 1, b = 2`; PostgreSQL's settings of the session name no variable. */
function readSet(cursor: Cursor, context: BodyContext): SqlStep | undefined {
  take(cursor, "SET");
  const steps = splitList(rest(cursor)).flatMap((part): readonly SqlStep[] => {
    const [name, sign, ...value] = part;
    if (!name || (sign?.value !== "=" && sign?.value !== ":=")) return [];
    const plain = name.value.replace(/^@/, "");
    if (value[0]?.upper === "ROW_COUNT") return [{ kind: "count", name: plain }];
    return name.kind === "parameter" || context.variables.has(plain.toLowerCase())
      ? [assigned(plain, value, context)]
      : [];
  });
  return steps.length > 0 ? { kind: "block", steps, handlers: [] } : undefined;
}

/** `v_total := v_total + 1`, `v_row.status := 'paid'`. */
function readAssignment(cursor: Cursor, context: BodyContext): SqlStep | undefined {
  const name = peek(cursor);
  if (!name || !context.variables.has(name.value.toLowerCase())) return undefined;
  const ahead = { tokens: cursor.tokens, at: cursor.at + 1 };
  const target = takeUntil(ahead, (here) => sees(here, ":=") || sees(here, "=") || sees(here, ";"));
  if (!take(ahead, ":=") && !take(ahead, "=")) return undefined;
  cursor.at = ahead.at;
  const given = rest(cursor);
  return assigned([name, ...target].map(({ value }) => value).join(""), given, context);
}

/** A statement of SQL, without the variables that its answer goes into. */
function readRun(tokens: readonly SqlToken[], context: BodyContext): SqlStep | undefined {
  if (tokens.length === 0) return undefined;
  const { kept, into } = withoutInto(tokens);
  const [only] = into;
  const list = cursorOf(kept);
  if (only !== undefined && into.length === 1 && take(list, "SELECT") && sees(list, "EXISTS"))
    return assigned(only, kept.slice(1), context);
  if (only !== undefined && sees(list, "ROW_COUNT")) return { kind: "count", name: only };
  return { kind: "run", statements: readStatement(kept, context), into };
}

/** `SELECT … INTO STRICT a, b FROM …`, `INSERT … RETURNING id INTO v_id`. */
function withoutInto(tokens: readonly SqlToken[]): {
  readonly kept: readonly SqlToken[];
  readonly into: readonly string[];
} {
  const cursor = cursorOf(tokens);
  const isOwn = (here: Cursor): boolean =>
    sees(here, "INTO") && !/^(INSERT|REPLACE|MERGE|IGNORE)$/.test(tokens[here.at - 1]?.upper ?? "");
  takeUntil(cursor, isOwn);
  const start = cursor.at;
  if (!take(cursor, "INTO")) return { kept: tokens, into: [] };
  take(cursor, "STRICT");
  const into: string[] = [];
  do {
    const name = peek(cursor);
    if (!name) break;
    const { schema, name: last } = takeName(cursor) ?? { name: "" };
    into.push((schema === undefined ? last : `${schema}.${last}`).replace(/^@/, ""));
    if (sees(cursor, "(")) takeGroup(cursor);
  } while (take(cursor, ","));
  return { kept: [...tokens.slice(0, start), ...tokens.slice(cursor.at)], into };
}
