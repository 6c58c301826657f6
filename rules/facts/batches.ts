import type { Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";

/** A consumer that is given many records at once and, where one fails, is given all of them again. */
interface BatchForm {
  /** The library, and how the names of its entry points begin. */
  readonly library?: string;
  readonly entry: RegExp;
  /** What the handler's own text says when it takes a batch. */
  readonly takes?: RegExp;
  /** What stands in the call that registers it when it takes a batch. */
  readonly asked?: RegExp;
  /** What the handler, or a file that it reaches, says when each record is done by itself. */
  readonly apart: RegExp;
  readonly reach: "handler" | "files";
  readonly remedy: string;
}

const FORMS: readonly BatchForm[] = [
  {
    library: "AWS Lambda",
    entry: /^(SQS|Kinesis|DynamoDB stream) function/,
    takes: /\bRecords\b/,
    apart: /batchItemFailures|BatchProcessor|processPartialResponse|sqs-partial-batch/,
    reach: "files",
    remedy:
      "Catch each record's error, return the failed ones as batchItemFailures, and switch ReportBatchItemFailures on in the event source.",
  },
  {
    library: "AWS Lambda",
    entry: /^Kafka function/,
    takes: /\brecords\b/,
    apart: /batchItemFailures|BatchProcessor|processPartialResponse/,
    reach: "files",
    remedy:
      "Catch each record's error, return its partition and offset as batchItemFailures, and switch ReportBatchItemFailures on in the event source; or insert topic, partition and offset under a unique key, in the transaction of the record's change.",
  },
  {
    entry: /Kafka batch consumer/,
    apart: /\bresolveOffset\b|\bcommitOffsets/,
    reach: "handler",
    remedy:
      "Call resolveOffset after each message, so that the next delivery begins behind the last one that was done.",
  },
  {
    entry: /^SQS batch consumer/,
    apart: /\bDeleteMessage/,
    reach: "handler",
    remedy: "Catch each message's error and return the messages that were done: only those are deleted from the queue.",
  },
  {
    library: "nestjs-sqs",
    entry: /^SQS queue/,
    asked: /SqsMessageHandler\([^)]*,\s*true\s*,?\s*\)/,
    apart: /\bDeleteMessage/,
    reach: "handler",
    remedy: "Catch each message's error and return the messages that were done: only those are deleted from the queue.",
  },
  {
    entry: /^event hub /,
    // A checkpoint at the batch's last event says nothing of those before it.
    apart: /\bupdateCheckpoint\(\s*\w+\s*,?\s*\)/,
    reach: "handler",
    remedy:
      "Update the checkpoint after each event, so that the next start begins behind the last one that was done, or write each event under a unique key.",
  },
  {
    entry: /^Cloudflare queue/,
    takes: /\.messages\b/,
    apart: /\.ack\(\)/,
    reach: "files",
    remedy:
      "Call message.ack() after each message: what was acknowledged is not delivered again when a later one fails.",
  },
  {
    library: "pg-boss",
    entry: /^queue /,
    asked: /\bbatchSize\b(?!\s*:\s*1\b)/,
    apart: /\.(complete|fail)\(/,
    reach: "handler",
    remedy: "Complete each job when it is done (boss.complete), or take one job at a time.",
  },
  {
    library: "Azure Functions",
    entry: /^function /,
    asked: /\.eventHub\([^]*cardinality["']?\s*:\s*["']many["']/,
    apart: /\bupdateCheckpoint\(/,
    reach: "handler",
    remedy:
      "An event hub settles no event by itself: insert each event's partition and sequence number under a unique key, in the transaction of its change.",
  },
  {
    library: "Azure Functions",
    entry: /^function /,
    asked: /cardinality["']?\s*:\s*["']many["']/,
    apart: /\.(completeMessage|complete)\(/,
    reach: "handler",
    remedy: "Take one message at a time (cardinality: one), or settle each message by itself when it is done.",
  },
];

/** What to do in a handler of batches that fails as a whole; nothing for any other. */
export function wholeBatch({ entry, files }: Trace, context: RuleContext): string | undefined {
  const { file, start, end } = entry.handler;
  const source = context.source(file);
  if (!source) return undefined;
  const text = source.text.slice(start, end);
  const form = FORMS.find(
    (one) =>
      (one.library === undefined || one.library === entry.library) &&
      one.entry.test(entry.name) &&
      (one.takes?.test(text) ?? true) &&
      (one.asked?.test(source.text.slice(entry.site.start, entry.site.end)) ?? true),
  );
  const texts = form?.reach === "files" ? files.map((one) => context.text(one) ?? "") : [text];
  return form && texts.some((one) => form.apart.test(one)) ? undefined : form?.remedy;
}
