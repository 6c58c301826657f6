import type { LibraryModel } from "../model.js";

/** rabbitmq-client: RabbitMQ with consumers and publishers that reconnect. */
export default {
  library: "rabbitmq-client",
  packages: ["rabbitmq-client"],
  versions: ">=4",
  docs: "https://cody-greene.github.io/node-rabbitmq-client",
  names: { default: "Connection", "Connection#createPublisher()": "Publisher#" },
  calls: [
    {
      match: "Publisher#send",
      effect: "publish",
      target: { argument: 0 },
      orTarget: [
        { argument: 0, property: "routingKey" },
        { argument: 0, property: "exchange" },
      ],
      values: { argument: 1 },
      key: { place: "the messageId field", argument: 0, property: "messageId", use: "optional" },
    },
  ],
  entries: [
    {
      on: "call",
      match: "Connection#createConsumer",
      handlers: { argument: 1 },
      kind: "queue",
      delivery: "redelivered",
      name: "queue {0.queue}",
      repeatedBy: "RabbitMQ delivers a message again whose handler failed or whose connection was lost",
      parameters: [
        { index: 0, kind: "message", members: { deliveryTag: "attempt", redelivered: "attempt" } },
        { index: 1, kind: "unknown" },
      ],
      identities: [{ what: "the message id that the producer set", expression: "{0}.messageId" }],
    },
  ],
} satisfies LibraryModel;
