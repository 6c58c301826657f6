import { ts } from "ts-morph";
import type { Fix, TextEdit, Trace } from "../../analyzer/trace.js";
import {
  type FunctionNode,
  functionsAround,
  indentAt,
  indentUnit,
  nodesAround,
  textOf,
  usesSemicolons,
} from "./syntax.js";

/** The loop over a batch, in the function that is given it. */
interface BatchLoop {
  readonly source: ts.SourceFile;
  readonly fn: FunctionNode;
  /** The parameter, and what it is called. */
  readonly list: ts.ParameterDeclaration;
  readonly name: string;
  readonly loop: ts.ForOfStatement;
  readonly body: ts.Block;
  readonly binding: ts.BindingName;
  /** What stands behind the loop. */
  readonly rest: readonly ts.Statement[];
}

/** A consumer of sqs-consumer deletes the messages that its handler returns: each message fails by itself, and those that were done are returned. */
export function returnDoneMessages(trace: Trace, source: ts.SourceFile): Fix[] {
  const found = batchLoop(trace, source);
  if (!found) return [];
  const { fn, list, name, loop, body, binding, rest } = found;
  const [last, ...more] = rest;
  // Nothing but an answer of all or of nothing may stand there, which goes.
  if (more.length > 0 || (last && !isPlainReturn(last, name))) return [];
  const types = answering(fn, list, source);
  if (!types) return [];
  const file = source.fileName;
  const [base, unit] = [indentAt(source.text, loop.getStart(source)), indentUnit(source.text)];
  const end = usesSemicolons(source.text) ? ";" : "";
  const message = ts.isIdentifier(binding) ? binding.text : "message";
  const type = list.type ? textOf(source, list.type) : `typeof ${name}`;
  const taken = ts.isIdentifier(binding) ? "" : `\n${base}${unit}const ${textOf(source, binding)} = ${message}${end}`;
  const open = body.getStart(source) + 1;
  const inside = source.text
    .slice(open, body.end - 1)
    .trimEnd()
    .replaceAll(/\n(?=.)/g, `\n${unit}`);
  const inner = `${base}${unit}${unit}`;
  const caught = `\n${inner}done.push(${message})${end}\n${base}${unit}} catch (error) {\n${inner}console.error(error)${end}\n${base}${unit}}\n${base}`;
  const edits: TextEdit[] = [
    ...types,
    { file, start: loop.getStart(source), end: loop.getStart(source), text: `const done: ${type} = []${end}\n${base}` },
    { file, start: binding.getStart(source), end: binding.end, text: message },
    { file, start: open, end: body.end - 1, text: `${taken}\n${base}${unit}try {${inside}${caught}` },
    { file, start: loop.end, end: last?.end ?? loop.end, text: `\n${base}return done${end}` },
  ];
  return [{ title: "Return the messages that were done", safety: "review", edits }];
}

/** What pg-boss was told to be complete stays so when the batch fails. */
export function completeEachJob(trace: Trace, source: ts.SourceFile): Fix[] {
  const found = batchLoop(trace, source);
  const call = found && registrationOf(found);
  const inner = found?.body.statements.at(-1);
  if (!found || !call || !inner) return [];
  const id = jobId(found.binding, source);
  if (!id) return [];
  const done = `await ${call.boss}.complete(${call.queue}, ${id.text})${usesSemicolons(source.text) ? ";" : ""}`;
  const text = `\n${indentAt(source.text, inner.getStart(source))}${done}`;
  const step = { file: source.fileName, start: inner.end, end: inner.end, text };
  return [{ title: "Complete each job when it is done", safety: "review", edits: [...id.edits, step] }];
}

function batchLoop({ entry: { handler } }: Trace, source: ts.SourceFile): BatchLoop | undefined {
  const fn = functionsAround(source, { start: handler.end - 1, end: handler.end }).find(
    ({ end }) => end === handler.end,
  );
  const list = fn?.parameters[0];
  const body = fn?.body;
  if (!fn || !list || !body || !ts.isBlock(body) || !ts.isIdentifier(list.name)) return undefined;
  const name = list.name.text;
  const loop = body.statements.find(
    (one): one is ts.ForOfStatement => ts.isForOfStatement(one) && textOf(source, one.expression) === name,
  );
  if (!loop || !ts.isBlock(loop.statement) || !ts.isVariableDeclarationList(loop.initializer)) return undefined;
  const binding = loop.initializer.declarations[0]?.name;
  const rest = body.statements.slice(body.statements.indexOf(loop) + 1);
  return binding && { source, fn, list, name, loop, body: loop.statement, binding, rest };
}

function isPlainReturn(statement: ts.Statement, list: string): boolean {
  if (!ts.isReturnStatement(statement)) return false;
  const { expression } = statement;
  return expression === undefined || (ts.isIdentifier(expression) && expression.text === list);
}

/** `Promise<void>` becomes a promise of messages; a handler that is typed as a whole allows it already. */
function answering(
  fn: FunctionNode,
  list: ts.ParameterDeclaration,
  source: ts.SourceFile,
): readonly TextEdit[] | undefined {
  if (!fn.type || textOf(source, fn.type) !== "Promise<void>") return fn.type && !list.type ? undefined : [];
  if (!list.type) return undefined;
  const text = `Promise<${textOf(source, list.type)}>`;
  return [{ file: source.fileName, start: fn.type.getStart(source), end: fn.type.end, text }];
}

/** `boss.work("orders", …, handler)`: who completes, and which queue. */
function registrationOf({ fn, source }: BatchLoop): { readonly boss: string; readonly queue: string } | undefined {
  const call = nodesAround(source, fn.getStart(source), fn.end).findLast(
    (node): node is ts.CallExpression =>
      ts.isCallExpression(node) && node.arguments.some((one) => ts.isFunctionLike(one) && one.end === fn.end),
  );
  const queue = call?.arguments[0];
  if (!call || !queue || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  // What is called or made anew is not the same thing again.
  if (!ts.isStringLiteralLike(queue) && !ts.isIdentifier(queue)) return undefined;
  return { boss: textOf(source, call.expression.expression), queue: textOf(source, queue) };
}

/** What names the job in the loop, taken out beside the rest where it is taken apart. */
function jobId(
  binding: ts.BindingName,
  source: ts.SourceFile,
): { readonly text: string; readonly edits: readonly TextEdit[] } | undefined {
  if (ts.isIdentifier(binding)) return { text: `${binding.text}.id`, edits: [] };
  if (!ts.isObjectBindingPattern(binding)) return undefined;
  const own = binding.elements.find(({ propertyName, name }) => textOf(source, propertyName ?? name) === "id");
  if (own) return ts.isIdentifier(own.name) ? { text: own.name.text, edits: [] } : undefined;
  const [first] = binding.elements;
  if (!first || /\bid\b/.test(source.text.slice(binding.pos, binding.parent.parent.parent.end))) return undefined;
  const start = first.getStart(source);
  return { text: "id", edits: [{ file: source.fileName, start, end: start, text: "id, " }] };
}
