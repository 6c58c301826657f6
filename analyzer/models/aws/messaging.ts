import { input, operation } from "./command.js";
import type { CallModel } from "../call-model.js";
import type { KeyModel } from "../key-model.js";

const fifo = (property: string, use: KeyModel["use"]): KeyModel => ({
  place: "MessageDeduplicationId",
  argument: 0,
  property,
  use,
  window: 300,
});
/** A standard queue or topic drops nothing. */
const standard = (property: string): KeyModel => ({
  ...fifo(property, "optional"),
  inert: [{ when: [], why: "only FIFO queues and topics drop repeats, and nothing here says that this is one" }],
});
/** Every entry of a batch takes its own. */
const ofBatch = (key: KeyModel): KeyModel => ({
  ...key,
  misplaced: [
    {
      argument: 0,
      property: "MessageDeduplicationId",
      why: "every entry of a batch takes its own, the batch takes none",
    },
  ],
});
const batchId = "Entries[].MessageDeduplicationId";
const publishBatchId = "PublishBatchRequestEntries[].MessageDeduplicationId";

/** Only FIFO queues and topics drop repeats: a message group, or a name that ends in `.fifo`, tells that it is one. */
const fifoSigns = [
  { place: input("MessageGroupId") },
  { place: input("QueueUrl"), pattern: "\\.fifo$" },
  { place: input("TopicArn"), pattern: "\\.fifo$" },
] as const;

/** SQS, SNS, EventBridge and Kinesis. */
export const messagingCalls: readonly CallModel[] = [
  ...[fifoSigns[0], fifoSigns[1]].flatMap((sign) =>
    operation("SQSClient", "SendMessage", {
      when: [sign],
      effect: "publish",
      target: input("QueueUrl"),
      values: input("MessageBody"),
      key: fifo("MessageDeduplicationId", "required"),
    }),
  ),
  ...operation("SQSClient", "SendMessage", {
    effect: "publish",
    target: input("QueueUrl"),
    values: input("MessageBody"),
    key: standard("MessageDeduplicationId"),
  }),
  ...[{ place: input("Entries[].MessageGroupId") }, fifoSigns[1]].flatMap((sign) =>
    operation("SQSClient", "SendMessageBatch", {
      when: [sign],
      effect: "publish",
      target: input("QueueUrl"),
      values: input("Entries"),
      key: ofBatch(fifo(batchId, "required")),
    }),
  ),
  ...operation("SQSClient", "SendMessageBatch", {
    effect: "publish",
    target: input("QueueUrl"),
    values: input("Entries"),
    key: standard(batchId),
  }),
  ...operation("SQSClient", "DeleteMessage", { effect: "delete", risk: "low", target: input("QueueUrl") }),
  ...operation("SQSClient", "ReceiveMessage", { effect: "read", target: input("QueueUrl"), returns: "rows" }),
  ...operation("SNSClient", "Publish", {
    when: [{ place: input("PhoneNumber") }],
    effect: "call",
    risk: "high",
    target: { text: "SMS" },
    values: input("Message"),
  }),
  ...[fifoSigns[0], fifoSigns[2]].flatMap((sign) =>
    operation("SNSClient", "Publish", {
      when: [sign],
      effect: "publish",
      target: input("TopicArn"),
      values: input("Message"),
      key: fifo("MessageDeduplicationId", "required"),
    }),
  ),
  ...operation("SNSClient", "Publish", {
    effect: "publish",
    target: input("TopicArn"),
    values: input("Message"),
    key: standard("MessageDeduplicationId"),
  }),
  ...[{ place: input("PublishBatchRequestEntries[].MessageGroupId") }, fifoSigns[2]].flatMap((sign) =>
    operation("SNSClient", "PublishBatch", {
      when: [sign],
      effect: "publish",
      target: input("TopicArn"),
      values: input("PublishBatchRequestEntries"),
      key: ofBatch(fifo(publishBatchId, "required")),
    }),
  ),
  ...operation("SNSClient", "PublishBatch", {
    effect: "publish",
    target: input("TopicArn"),
    values: input("PublishBatchRequestEntries"),
    key: standard(publishBatchId),
  }),
  ...operation("EventBridgeClient", "PutEvents", {
    effect: "publish",
    target: input("Entries[].DetailType"),
    values: input("Entries"),
  }),
  ...operation("KinesisClient", "PutRecord", {
    effect: "publish",
    target: input("StreamName"),
    values: input("Data"),
  }),
  ...operation("KinesisClient", "PutRecords", {
    effect: "publish",
    target: input("StreamName"),
    values: input("Records"),
  }),
];
