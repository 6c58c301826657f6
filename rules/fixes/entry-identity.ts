import { ts } from "ts-morph";
import { parametersOf } from "../../analyzer/interpreter/functions/parameters.js";
import type { Identity, Site, TextEdit, Trace } from "../../analyzer/trace.js";
import { nestParameter, refuse } from "./refusal.js";
import { type Binding, bindingsAt } from "./scope.js";
import { type Declaration, readOut } from "./taken-apart.js";
import {
  type FunctionNode,
  functionsAround,
  indentAt,
  indentUnit,
  quoteStyle,
  textOf,
  usesSemicolons,
} from "./syntax.js";

/** An expression that is the same on every attempt, and the edits that bring it into scope at the effect. */
export interface StableIdentity {
  readonly expression: string;
  /** For the fix's title: `the job's id`. */
  readonly what: string;
  /** Callers outside this path pass none: the key must stay absent for them. */
  readonly optional?: boolean;
  readonly edits: readonly TextEdit[];
  /** The edits hand it to a parameter that is the key already: nothing is left to do at the call. */
  readonly passed?: boolean;
}

/** The message or event that the handler got, as an expression; for a place in the handler itself. */
export function handlerMessage(
  trace: Trace,
  source: ts.SourceFile,
  site: Pick<Site, "start" | "end">,
): StableIdentity | undefined {
  const handler = handlerAround(trace, source, site);
  if (!handler || isAsked(trace)) return undefined;
  const [first] = parametersOf(handler);
  if (trace.entry.library === "BullMQ") return first && read(JOB, first, source);
  // Who sends a webhook or calls a job's address sends no Idempotency-Key.
  const isOwn = ({ expression }: Identity): boolean => !/headers|\.(get|header)\(/i.test(expression);
  const isWhole = ({ expression }: Identity, type?: ts.TypeNode): boolean =>
    !isBatch(expression, type && textOf(source, type), handler, source);
  const names = bindingsAt(source, { start: handler.end - 1, end: handler.end });
  const identity = trace.entry.identities.filter(isOwn).find((one) => {
    const named = names.find(({ name }) => name === rootOf(one.expression));
    return named && isWhole(one, named.declaration.type);
  });
  if (identity) return { ...identity, edits: [] };
  const missing = trace.entry.leftOut?.filter(isOwn).find((one) => isWhole(one, first?.type));
  return missing && first && read(missing, first, source);
}

/** BullMQ counts jobs in each queue: the bare number would be the key of another queue's job too. */
export const JOB: Identity = { what: "the job's id", expression: "`${{0}.queueName}-${{0}.id}`" };

/** An identity over `{0}`, as what a declaration holds. */
export function read(identity: Identity, declaration: Declaration, source: ts.SourceFile): StableIdentity | undefined {
  const found = readOut(identity, declaration, source);
  return found && { ...found, what: identity.what };
}

/** The record that a loop over a batch is at: `record.messageId` in `for (const record of event.Records)`. */
export function recordMessage(
  trace: Trace,
  source: ts.SourceFile,
  bindings: readonly Binding[],
): StableIdentity | undefined {
  const identity = trace.entry.leftOut?.[0] ?? trace.entry.identities[0];
  if (!identity || isAsked(trace)) return undefined;
  const root = rootOf(identity.expression);
  const expression = root === undefined ? identity.expression : identity.expression.replace(root, "{0}");
  if (!expression.startsWith("{0}")) return undefined;
  for (const { kind, declaration } of bindings) {
    const isRecord = kind === "loop" && /\bRecords\b/.test(declaration.parent.parent.getText());
    if (!isRecord || (ts.isParameter(declaration) && declaration.parent.parameters[0] !== declaration)) continue;
    const found = read({ ...identity, expression }, declaration, source);
    if (found) return found;
  }
  return undefined;
}

const KEY_NAME =
  /^(idempotency_?(key|token|id)|request_?key|dedupe_?(key|id)|message_?id|event_?id|operation_?id|intent_?id|delivery_?id)$/i;

/** A key that the code around a place has already, and knows to be there. */
export function keyInScope(
  source: ts.SourceFile,
  site: Pick<Site, "start" | "end">,
  bindings: readonly Binding[],
): StableIdentity | undefined {
  const found = bindings.find(
    (binding) =>
      isKeyName(binding) &&
      !binding.optional &&
      (!mayBeAbsent(source, binding) || isChecked(source, site, binding.name)),
  );
  return found && { expression: found.name, what: found.name, edits: [] };
}

function isKeyName({ name, initializer }: Binding): boolean {
  return KEY_NAME.test(name) || (name === "key" && /idempotency-key/i.test(initializer?.getText() ?? ""));
}

function mayBeAbsent(source: ts.SourceFile, { initializer }: Binding): boolean {
  return initializer !== undefined && /headers|\.(get|header)\(|\?\./i.test(textOf(source, initializer));
}

/** `if (!key)` stands before the place, so that the key is there. */
function isChecked(source: ts.SourceFile, site: Pick<Site, "start" | "end">, name: string): boolean {
  const before = source.text.slice(functionsAround(source, site).at(-1)?.pos ?? 0, site.start);
  return new RegExp(`if \\(\\s*(!${name}|typeof ${name}|${name} ===? undefined)`).test(before);
}

/** The handler of the trace's entry, where it is a function around this place. */
export function handlerAround(trace: Trace, source: ts.SourceFile, site: Pick<Site, "start" | "end">) {
  const { handler } = trace.entry;
  if (handler.file !== source.fileName) return undefined;
  return functionsAround(source, site).find((fn) => fn.end === handler.end);
}

/**
 * The caller's key, read at the top of the handler and answered with 400 when it is missing: a key that may be absent
 * would be the same for everybody who sends none.
 */
export function requireIdentity(trace: Trace, source: ts.SourceFile): StableIdentity | undefined {
  const { entry } = trace;
  const handler = handlerOf(trace, source);
  if (!isAsked(trace) || entry.safe) return undefined;
  if (!handler?.body || !ts.isBlock(handler.body)) return undefined;
  const name = freeKeyName(source, handler);
  const refusal = refuseWithout(trace, source, name, indentIn(source, handler.body));
  if (refusal === undefined) return undefined;
  const at = handler.body.getStart(source) + 1;
  if (entry.library === "NestJS") {
    const edits = nestParameter(source, handler, name);
    const refuse = { file: source.fileName, start: at, end: at, text: refusal };
    return edits && { expression: name, what: CALLERS_KEY, edits: [...edits, refuse] };
  }
  const key = callersKey(trace, source, handler);
  if (!key) return undefined;
  const end = usesSemicolons(source.text) ? ";" : "";
  const read = `\n${indentIn(source, handler.body)}const ${name} = ${requote(source, key.expression)}${end}`;
  return {
    expression: name,
    what: CALLERS_KEY,
    edits: [...key.edits, { file: source.fileName, start: at, end: at, text: read + refusal }],
  };
}

/** Where the handler finds the key that its caller sent. */
function callersKey({ entry }: Trace, source: ts.SourceFile, handler: FunctionNode): StableIdentity | undefined {
  const names = bindingsAt(source, { start: handler.end - 1, end: handler.end })
    .filter(({ declaration }) => ts.isParameter(declaration) && declaration.parent === handler)
    .map(({ name }) => name);
  const [identity] = entry.identities;
  if (identity) return names.includes(rootOf(identity.expression) ?? "") ? { ...identity, edits: [] } : undefined;
  const [first] = parametersOf(handler);
  const [missing] = entry.leftOut ?? [];
  return missing && first && read(missing, first, source);
}

/** The statement that answers 400 when a name holds nothing, with the line break before it. */
export function refuseWithout(trace: Trace, source: ts.SourceFile, name: string, indent: string): string | undefined {
  const handler = handlerOf(trace, source);
  const refusal = handler && trace.entry.kind === "http" && refuse(trace.entry.library, source, handler);
  if (!refusal) return undefined;
  const unit = indentUnit(source.text);
  const end = usesSemicolons(source.text) ? ";" : "";
  const lines = [`if (!${name}) {`, ...refusal.map((line) => `${unit}${line}${end}`), "}"];
  return lines.map((line) => `\n${indent}${line}`).join("");
}

/** `idempotencyKey`, unless the handler declares one further in. */
function freeKeyName(source: ts.SourceFile, handler: FunctionNode): string {
  const declares = /\b(const|let|var)\s+(\{[^}]*\b)?idempotencyKey\b/.test(handler.getText(source));
  return declares ? "requestKey" : "idempotencyKey";
}

function handlerOf(trace: Trace, source: ts.SourceFile): FunctionNode | undefined {
  const { handler } = trace.entry;
  return functionsAround(source, { start: handler.end - 1, end: handler.end }).find((fn) => fn.end === handler.end);
}

function indentIn(source: ts.SourceFile, body: ts.Block): string {
  const first = body.statements[0];
  return first
    ? indentAt(source.text, first.getStart(source))
    : indentAt(source.text, body.getStart(source)) + indentUnit(source.text);
}

const CALLERS_KEY = "the caller's key";

/** Who calls waits for an answer and can be asked for a key. */
function isAsked({ entry }: Trace): boolean {
  return entry.delivery === "retried";
}

/** The name that an identity's expression starts with, also inside a template. */
function rootOf(expression: string): string | undefined {
  return /^`?(?:\$\{)?([A-Za-z_$][\w$]*)/.exec(expression)?.[1];
}

/** The identity is one of a record, and the parameter holds many. */
function isBatch(expression: string, type: string | undefined, handler: FunctionNode, source: ts.SourceFile): boolean {
  const ofRecord = /\.(messageId|Sns\.MessageId|eventID|s3\.object\.sequencer)$/.test(expression);
  return ofRecord && !(type ?? "").endsWith("Record") && /\bRecords\b/.test(handler.getText(source));
}

function requote(source: ts.SourceFile, expression: string): string {
  return quoteStyle(source.text) === "'" ? expression.replace(/"([^"']*)"/g, "'$1'") : expression;
}
