import { ts } from "ts-morph";
import type { Site, TextEdit, Trace } from "../../analyzer/trace.js";
import { bindingsAt } from "./scope.js";
import { type FunctionNode, functionsAround, indentAt, indentUnit, quoteStyle, usesSemicolons } from "./syntax.js";

/** An expression that is the same on every attempt, and the edits that bring it into scope at the effect. */
export interface StableIdentity {
  readonly expression: string;
  /** For the fix's title: `the job's id`. */
  readonly what: string;
  /** Callers outside this path pass none: the key must stay absent for them. */
  readonly optional?: boolean;
  readonly edits: readonly TextEdit[];
}

/** The message or event that the handler got, as an expression; for a place in the handler itself. */
export function handlerMessage(
  trace: Trace,
  source: ts.SourceFile,
  site: Pick<Site, "start" | "end">,
): StableIdentity | undefined {
  const handler = handlerAround(trace, source, site);
  if (!handler || trace.entry.kind === "http" || trace.entry.kind === "rpc") return undefined;
  const parameters = bindingsAt(source, { start: handler.end - 1, end: handler.end });
  const usable = trace.entry.identities.find(
    ({ expression }) =>
      !/headers|\.get\(|\[0\]/i.test(expression) &&
      parameters.some(({ name }) => new RegExp(`^${name.replace(/\$/g, "\\$")}\\b`).test(expression)),
  );
  return usable && { expression: usable.expression, what: usable.what, edits: [] };
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
  if (!handler?.body || !ts.isBlock(handler.body)) return undefined;
  const identity = entry.identities[0];
  const root = /^[A-Za-z_$][\w$]*/.exec(identity?.expression ?? "")?.[0];
  if (!identity || !handler.parameters.some((parameter) => parameter.name.getText(source) === root)) return undefined;
  const refusal = refuseWithout(trace, source, "idempotencyKey", indentIn(source, handler.body));
  if (refusal === undefined) return undefined;
  const end = usesSemicolons(source.text) ? ";" : "";
  const read = `\n${indentIn(source, handler.body)}const idempotencyKey = ${requote(source, identity.expression)}${end}`;
  const at = handler.body.getStart(source) + 1;
  return {
    expression: "idempotencyKey",
    what: identity.what,
    edits: [{ file: source.fileName, start: at, end: at, text: read + refusal }],
  };
}

/** The statement that answers 400 when a name holds nothing, with the line break before it. */
export function refuseWithout(trace: Trace, source: ts.SourceFile, name: string, indent: string): string | undefined {
  const handler = handlerOf(trace, source);
  const identity = trace.entry.identities[0];
  const refusal = handler && identity && refuse(trace.entry.library, source, handler, identity.what);
  if (!refusal) return undefined;
  const unit = indentUnit(source.text);
  const end = usesSemicolons(source.text) ? ";" : "";
  const lines = [`if (!${name}) {`, ...refusal.map((line) => `${unit}${line}${end}`), "}"];
  return lines.map((line) => `\n${indent}${line}`).join("");
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

/** How a handler of this library says 400, one statement a line. */
function refuse(
  library: string,
  source: ts.SourceFile,
  handler: FunctionNode,
  what: string,
): readonly string[] | undefined {
  const quote = quoteStyle(source.text);
  const missing = `${quote}${what.replace(/^the /, "")} is required${quote}`;
  const reply = handler.parameters[1]?.name.getText(source);
  const plain = reply && /^[A-Za-z_$][\w$]*$/.test(reply) ? reply : undefined;
  switch (library) {
    case "Express":
      return plain === undefined ? undefined : [`${plain}.status(400).json({ error: ${missing} })`, "return"];
    case "Fastify":
      return plain === undefined ? undefined : [`return ${plain}.code(400).send({ error: ${missing} })`];
    case "Next.js": {
      const responder = source.text.includes("NextResponse") ? "NextResponse" : "Response";
      return [`return ${responder}.json({ error: ${missing} }, { status: 400 })`];
    }
    case "AWS Lambda":
      return [`return { statusCode: 400, body: JSON.stringify({ error: ${missing} }) }`];
    default:
      return undefined;
  }
}

function requote(source: ts.SourceFile, expression: string): string {
  return quoteStyle(source.text) === "'" ? expression.replace(/"([^"']*)"/g, "'$1'") : expression;
}
