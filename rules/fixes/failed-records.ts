import { ts } from "ts-morph";
import type { Effect, Fix, TextEdit, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { importTypes } from "./import-types.js";
import { type FunctionNode, functionsAround, indentAt, indentUnit, textOf } from "./syntax.js";

/** Wraps the loop over an SQS batch so that each record fails by itself, and returns the ids of those that did. */
export function reportFailedRecords(trace: Trace, effect: Effect, context: RuleContext): Fix[] {
  const { handler, name } = trace.entry;
  const source = context.source(handler.file);
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
