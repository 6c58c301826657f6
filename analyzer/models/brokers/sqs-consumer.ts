import type { LibraryModel } from "../model.js";

/** A poller of SQS. */
export default {
  library: "sqs-consumer",
  packages: ["sqs-consumer"],
  versions: ">=7",
  docs: "https://bbc.github.io/sqs-consumer/",
  entries: [
    {
      on: "call",
      match: "Consumer.create",
      when: [{ place: { argument: 0, property: "handleMessageBatch" } }],
      handlers: { argument: 0, property: "handleMessageBatch" },
      kind: "queue",
      delivery: "redelivered",
      name: "SQS batch consumer {0.queueUrl}",
      repeatedBy: "SQS delivers a message again that was not deleted before its visibility timeout",
      parameters: [{ index: 0, kind: "message", members: { "[].ReceiptHandle": "attempt" } }],
    },
    {
      on: "call",
      match: "Consumer.create",
      handlers: { argument: 0, property: "handleMessage" },
      kind: "queue",
      delivery: "redelivered",
      name: "SQS consumer {0.queueUrl}",
      repeatedBy: "SQS delivers a message again that was not deleted before its visibility timeout",
      parameters: [
        {
          index: 0,
          kind: "message",
          members: { ReceiptHandle: "attempt", "Attributes.ApproximateReceiveCount": "attempt" },
        },
      ],
      identities: [{ what: "the SQS message id", expression: "{0}.MessageId" }],
    },
  ],
} satisfies LibraryModel;
