import { ts } from "ts-morph";
import type { Site, TextEdit, Trace } from "../../analyzer/trace.js";
import { bindingsAt } from "./scope.js";
import {
  type FunctionNode,
  functionsAround,
  indentAt,
  indentUnit,
  nodesAround,
  quoteStyle,
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
  const refusal = identity && refuse(entry.library, source, handler, identity.what);
  if (!identity || refusal === undefined) return undefined;
  const root = /^[A-Za-z_$][\w$]*/.exec(identity.expression)?.[0];
  if (!handler.parameters.some((parameter) => parameter.name.getText(source) === root)) return undefined;
  return {
    expression: "idempotencyKey",
    what: identity.what,
    edits: [readKey(source, handler.body, requote(source, identity.expression), refusal)],
  };
}

/** The handler's function in its own file. */
export function handlerOf(trace: Trace, source: ts.SourceFile): FunctionNode | undefined {
  const { handler } = trace.entry;
  return nodesAround(source, handler.start, handler.end).findLast(
    (node): node is FunctionNode => ts.isFunctionLike(node) && node.end === handler.end && "body" in node,
  );
}

function readKey(source: ts.SourceFile, body: ts.Block, expression: string, refusal: readonly string[]): TextEdit {
  const unit = indentUnit(source.text);
  const first = body.statements[0];
  const indent = first
    ? indentAt(source.text, first.getStart(source))
    : indentAt(source.text, body.getStart(source)) + unit;
  const end = usesSemicolons(source.text) ? ";" : "";
  const lines = [
    `const idempotencyKey = ${expression}${end}`,
    "if (!idempotencyKey) {",
    ...refusal.map((line) => `${unit}${line}${end}`),
    "}",
  ];
  const at = body.getStart(source) + 1;
  return { file: source.fileName, start: at, end: at, text: lines.map((line) => `\n${indent}${line}`).join("") };
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
