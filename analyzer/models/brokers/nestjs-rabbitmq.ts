import type { LibraryModel } from "../model.js";

/** RabbitMQ for NestJS, by golevelup. */
export default {
  library: "nestjs-rabbitmq",
  packages: ["@golevelup/nestjs-rabbitmq"],
  versions: ">=3",
  docs: "https://golevelup.github.io/nestjs/modules/rabbitmq.html",
  calls: [
    {
      match: "AmqpConnection#publish",
      effect: "publish",
      target: { argument: 1 },
      values: { argument: 2 },
      key: { place: "the messageId option", argument: 3, property: "messageId", use: "optional" },
    },
    {
      match: "AmqpConnection#request",
      effect: "call",
      target: { argument: 0, property: "routingKey" },
      returns: "reply",
    },
  ],
  entries: ["RabbitSubscribe", "RabbitRPC"].map(
    (decorator) =>
      ({
        on: "decorator",
        decorator,
        kind: "queue",
        delivery: "redelivered",
        name: "queue {0.queue}",
        repeatedBy: "RabbitMQ delivers an unacknowledged message again",
        parameters: [
          { index: 0, kind: "message" },
          {
            index: 1,
            kind: "message",
            members: { "fields.deliveryTag": "attempt", "fields.redelivered": "attempt" },
          },
        ],
      }) as const,
  ),
} satisfies LibraryModel;
