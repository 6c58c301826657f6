import { ts } from "ts-morph";
import type { Effect, Fix, TextEdit, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { importTypes } from "./import-types.js";
import { type FunctionNode, functionsAround, indentAt, indentUnit, textOf, usesSemicolons } from "./syntax.js";

/** Wraps the loop over an SQS batch so that each record fails by itself, and returns the ids of those that did; Kafka is told how far it got. */
export function reportFailedRecords(trace: Trace, effect: Effect, context: RuleContext): Fix[] {
  const { handler, name } = trace.entry;
  const source = context.source(handler.file);
  if (source && name.includes("Kafka batch consumer")) return resolveOffsets(trace, source);
  if (!source || !name.startsWith("SQS function") || effect.path.some(({ site }) => site.file !== handler.file))
    return [];
  const fn = functionsAround(source, { start: handler.end - 1, end: handler.end }).find(
    (one) => one.end === handler.end,
  );
  const body = fn?.body;
  if (!fn || !body || !ts.isBlock(body)) return [];
  const loop = body.statements.find(
    (one): one is ts.ForOfStatement => ts.isForOfStatement(one) && textOf(source, one.expression).endsWith(".Records"),
  );
  if (!loop || loop !== body.statements.at(-1) || !ts.isBlock(loop.statement)) return [];
  const record = ts.isVariableDeclarationList(loop.initializer) ? loop.initializer.declarations[0]?.name : undefined;
  const types = returnType(fn, source);
  if (!record || !ts.isIdentifier(record) || !types) return [];
  const file = source.fileName;
  const unit = indentUnit(source.text);
  const base = indentAt(source.text, loop.getStart(source));
  const open = loop.statement.getStart(source) + 1;
  const close = loop.statement.end - 1;
  const inside = source.text
    .slice(open, close)
    .trimEnd()
    .replaceAll(/\n(?=.)/g, `\n${unit}`);
  const failed = `${base}${unit}} catch (error) {\n${base}${unit}${unit}console.error(error);\n${base}${unit}${unit}batchItemFailures.push({ itemIdentifier: ${record.text}.messageId });\n${base}${unit}}\n${base}`;
  const edits: TextEdit[] = [
    ...types,
    ...importTypes(source, "aws-lambda", ["SQSBatchItemFailure"]),
    {
      file,
      start: loop.getStart(source),
      end: loop.getStart(source),
      text: `const batchItemFailures: SQSBatchItemFailure[] = [];\n${base}`,
    },
    { file, start: open, end: close, text: `\n${base}${unit}try {${inside}\n${failed}` },
    { file, start: loop.end, end: loop.end, text: `\n${base}return { batchItemFailures };` },
  ];
  return [{ title: "Return the ids of the records that failed", safety: "review", edits }];
}

/** KafkaJS commits the offsets that were resolved before an error: each message is resolved when it is done. */
function resolveOffsets({ entry: { handler } }: Trace, source: ts.SourceFile): Fix[] {
  const end = { start: handler.end - 1, end: handler.end };
  const fn = functionsAround(source, end).find((one) => one.end === handler.end);
  const given = fn?.parameters[0]?.name;
  const last = given && ts.isObjectBindingPattern(given) ? given.elements.at(-1) : undefined;
  const statements: readonly ts.Statement[] = fn?.body && ts.isBlock(fn.body) ? fn.body.statements : [];
  const loop = statements.find(
    (one): one is ts.ForOfStatement => ts.isForOfStatement(one) && /\bmessages$/.test(textOf(source, one.expression)),
  );
  const message =
    loop && ts.isVariableDeclarationList(loop.initializer) ? loop.initializer.declarations[0]?.name : undefined;
  const inner = loop && ts.isBlock(loop.statement) ? loop.statement.statements.at(-1) : undefined;
  if (!last || last.dotDotDotToken || !inner || !message || !ts.isIdentifier(message)) return [];
  const file = source.fileName;
  const semicolon = usesSemicolons(source.text) ? ";" : "";
  const text = `\n${indentAt(source.text, inner.getStart(source))}resolveOffset(${message.text}.offset)${semicolon}`;
  const edits = [
    { file, start: last.end, end: last.end, text: ", resolveOffset" },
    { file, start: inner.end, end: inner.end, text },
  ];
  return [{ title: "Resolve each message's offset when it is done", safety: "review", edits }];
}

/** `Promise<void>` becomes the response's type; a handler that is typed as a whole allows it already. */
function returnType(fn: FunctionNode, source: ts.SourceFile): readonly TextEdit[] | undefined {
  if (!fn.type) return [];
  if (textOf(source, fn.type) !== "Promise<void>") return undefined;
  const edit = {
    file: source.fileName,
    start: fn.type.getStart(source),
    end: fn.type.end,
    text: "Promise<SQSBatchResponse>",
  };
  return [edit, ...importTypes(source, "aws-lambda", ["SQSBatchResponse"])];
}
