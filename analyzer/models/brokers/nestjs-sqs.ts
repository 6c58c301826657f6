import type { LibraryModel } from "../model.js";

/** SQS for NestJS, by ssut. */
export default {
  library: "nestjs-sqs",
  packages: ["@ssut/nestjs-sqs"],
  versions: ">=2",
  docs: "https://github.com/ssut/nestjs-sqs",
  calls: [
    {
      match: "SqsService#send",
      effect: "publish",
      target: { argument: 0 },
      values: { argument: 1, property: "body" },
      key: { place: "the deduplicationId field", argument: 1, property: "deduplicationId", use: "optional" },
    },
  ],
  entries: [
    {
      on: "decorator",
      decorator: "SqsMessageHandler",
      kind: "queue",
      delivery: "redelivered",
      name: "SQS queue {0}",
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
