import { ts } from "ts-morph";
import type { Effect, Fix, TextEdit, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { completeEachJob, returnDoneMessages } from "./done-records.js";
import { importTypes } from "./import-types.js";
import { type FunctionNode, functionsAround, indentAt, indentUnit, textOf, usesSemicolons } from "./syntax.js";

/**
 * Lets each record of a Lambda's batch fail by itself, and answers which did. A queue goes on behind a record that failed; a
 * stream begins again there, so nothing behind it is done now. Kafka is told how far it got.
 */
export function reportFailedRecords(trace: Trace, effect: Effect, context: RuleContext): Fix[] {
  const { handler, name, library } = trace.entry;
  const source = context.source(handler.file);
  if (source && name.includes("Kafka batch consumer")) return resolveOffsets(trace, source);
  if (source && name.startsWith("Cloudflare queue")) return acknowledgeEach(trace, source);
  if (source && name.startsWith("event hub ")) return checkpointEach(trace, source);
  if (source && (name.startsWith("SQS batch consumer") || library === "nestjs-sqs"))
    return returnDoneMessages(trace, source);
  if (source && library === "pg-boss") return completeEachJob(trace, source);
  const batch = BATCHES.find((one) => name.startsWith(one.entry));
  if (!source || !batch || effect.path.some(({ site }) => site.file !== handler.file)) return [];
  const fn = handlerOf(trace, source);
  const body = fn?.body;
  if (!fn || !body || !ts.isBlock(body)) return [];
  const loop = body.statements.find(
    (one): one is ts.ForOfStatement => ts.isForOfStatement(one) && textOf(source, one.expression).endsWith(".Records"),
  );
  if (!loop || loop !== body.statements.at(-1) || !ts.isBlock(loop.statement)) return [];
  const record = ts.isVariableDeclarationList(loop.initializer) ? loop.initializer.declarations[0]?.name : undefined;
  const types = returnType(fn, batch, source);
  if (!record || !ts.isIdentifier(record) || !types) return [];
  const file = source.fileName;
  const base = indentAt(source.text, loop.getStart(source));
  const list = `const batchItemFailures: ${batch.failure}[] = [];\n${base}`;
  const failures = batch.goesOn ? "{ batchItemFailures }" : "{ batchItemFailures: [] }";
  const edits: TextEdit[] = [
    ...types,
    ...(batch.goesOn ? importTypes(source, "aws-lambda", [batch.failure]) : []),
    ...(batch.goesOn ? [{ file, start: loop.getStart(source), end: loop.getStart(source), text: list }] : []),
    ...caught(loop.statement, batch, `${record.text}${batch.id}`, source),
    { file, start: loop.end, end: loop.end, text: `\n${base}return ${failures};` },
  ];
  const title = batch.goesOn
    ? "Return the ids of the records that failed"
    : "Return the record at which to begin again";
  return [{ title, safety: "review", edits }];
}

/** How Lambda is told of a failure, by what delivers. */
interface Batch {
  readonly entry: string;
  readonly response: string;
  readonly failure: string;
  /** Where the record says what identifies it. */
  readonly id: string;
  readonly goesOn: boolean;
}

const BATCHES: readonly Batch[] = [
  {
    entry: "SQS function",
    response: "SQSBatchResponse",
    failure: "SQSBatchItemFailure",
    id: ".messageId",
    goesOn: true,
  },
  {
    entry: "Kinesis function",
    response: "KinesisStreamBatchResponse",
    failure: "KinesisStreamBatchItemFailure",
    id: ".kinesis.sequenceNumber",
    goesOn: false,
  },
  {
    entry: "DynamoDB stream function",
    response: "DynamoDBBatchResponse",
    failure: "DynamoDBBatchItemFailure",
    // Without one the whole batch comes again, as before.
    id: '.dynamodb?.SequenceNumber ?? ""',
    goesOn: false,
  },
];

/** Puts the body of the loop into a `try`; one that is there already and throws on answers instead. */
function caught(body: ts.Block, batch: Batch, itemIdentifier: string, source: ts.SourceFile): readonly TextEdit[] {
  const file = source.fileName;
  const unit = indentUnit(source.text);
  const base = indentAt(source.text, body.getStart(source));
  const told = batch.goesOn
    ? `batchItemFailures.push({ itemIdentifier: ${itemIdentifier} });`
    : `return { batchItemFailures: [{ itemIdentifier: ${itemIdentifier} }] };`;
  const only = body.statements.length === 1 ? body.statements[0] : undefined;
  const last = only && ts.isTryStatement(only) ? only.catchClause?.block.statements.at(-1) : undefined;
  if (last && ts.isThrowStatement(last)) return [{ file, start: last.getStart(source), end: last.end, text: told }];
  const open = body.getStart(source) + 1;
  const close = body.end - 1;
  const inside = source.text
    .slice(open, close)
    .trimEnd()
    .replaceAll(/\n(?=.)/g, `\n${unit}`);
  const failed = `${base}${unit}} catch (error) {\n${base}${unit}${unit}console.error(error);\n${base}${unit}${unit}${told}\n${base}${unit}}\n${base}`;
  return [{ file, start: open, end: close, text: `\n${base}${unit}try {${inside}\n${failed}` }];
}

/** KafkaJS commits the offsets that were resolved before an error: each message is resolved when it is done. */
function resolveOffsets(trace: Trace, source: ts.SourceFile): Fix[] {
  const given = handlerOf(trace, source)?.parameters[0]?.name;
  const last = given && ts.isObjectBindingPattern(given) ? given.elements.at(-1) : undefined;
  const step = afterEachMessage(trace, source, (message) => `resolveOffset(${message}.offset)`);
  if (!last || last.dotDotDotToken || !step) return [];
  const edits = [{ file: source.fileName, start: last.end, end: last.end, text: ", resolveOffset" }, step];
  return [{ title: "Resolve each message's offset when it is done", safety: "review", edits }];
}

/** What a consumer of Cloudflare has acknowledged stays done when it throws afterwards. */
function acknowledgeEach(trace: Trace, source: ts.SourceFile): Fix[] {
  const step = afterEachMessage(trace, source, (message) => `${message}.ack()`);
  return step ? [{ title: "Acknowledge each message when it is done", safety: "review", edits: [step] }] : [];
}

/** What stands before a checkpoint is not delivered again; where the code updates it behind the loop, it keeps that one. */
function checkpointEach(trace: Trace, source: ts.SourceFile): Fix[] {
  const [events, partition] = handlerOf(trace, source)?.parameters ?? [];
  const context = partition?.name ?? events?.name;
  if (!events || !context || !ts.isIdentifier(events.name) || !ts.isIdentifier(context)) return [];
  const name = partition ? context.text : "context";
  const step = afterEachMessage(trace, source, (event) => `await ${name}.updateCheckpoint(${event})`, events.name.text);
  const given = { file: source.fileName, start: events.end, end: events.end, text: `, ${name}` };
  if (!step) return [];
  const title = "Update the checkpoint after each event";
  return [{ title, safety: "review", edits: partition ? [step] : [given, step] }];
}

function handlerOf({ entry: { handler } }: Trace, source: ts.SourceFile): FunctionNode | undefined {
  const end = { start: handler.end - 1, end: handler.end };
  return functionsAround(source, end).find((one) => one.end === handler.end);
}

/** A statement at the end of the loop over a batch's messages. */
function afterEachMessage(
  trace: Trace,
  source: ts.SourceFile,
  statement: (message: string) => string,
  list = "messages",
): TextEdit | undefined {
  const body = handlerOf(trace, source)?.body;
  const statements: readonly ts.Statement[] = body && ts.isBlock(body) ? body.statements : [];
  const loop = statements.find(
    (one): one is ts.ForOfStatement =>
      ts.isForOfStatement(one) && textOf(source, one.expression).split(".").at(-1) === list,
  );
  const message =
    loop && ts.isVariableDeclarationList(loop.initializer) ? loop.initializer.declarations[0]?.name : undefined;
  const inner = loop && ts.isBlock(loop.statement) ? loop.statement.statements.at(-1) : undefined;
  if (!inner || !message || !ts.isIdentifier(message)) return undefined;
  const semicolon = usesSemicolons(source.text) ? ";" : "";
  const text = `\n${indentAt(source.text, inner.getStart(source))}${statement(message.text)}${semicolon}`;
  return { file: source.fileName, start: inner.end, end: inner.end, text };
}

/** `Promise<void>` becomes the response's type; a handler that is typed as a whole allows it already. */
function returnType(fn: FunctionNode, { response }: Batch, source: ts.SourceFile): readonly TextEdit[] | undefined {
  if (!fn.type) return [];
  if (textOf(source, fn.type) !== "Promise<void>") return undefined;
  const edit = {
    file: source.fileName,
    start: fn.type.getStart(source),
    end: fn.type.end,
    text: `Promise<${response}>`,
  };
  return [edit, ...importTypes(source, "aws-lambda", [response])];
}
