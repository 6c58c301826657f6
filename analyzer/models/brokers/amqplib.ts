import type { LibraryModel } from "../model.js";

const messageId = { place: "the messageId option", property: "messageId", use: "optional" } as const;

/** amqplib and its wrappers. RabbitMQ itself drops no repeat: `messageId` only tells the consumer. */
export default {
  library: "amqplib",
  packages: ["amqplib", "amqplib/callback_api", "amqp-connection-manager"],
  versions: ">=0.8",
  docs: "https://amqp-node.github.io/amqplib/channel_api.html",
  names: {
    default: "",
    "connect()": "Connection#",
    "ChannelModel#": "Connection#",
    "Connection#createChannel()": "Channel#",
    "Connection#createConfirmChannel()": "Channel#",
    "ConfirmChannel#": "Channel#",
    "ChannelWrapper#": "Channel#",
    "AmqpConnectionManager#": "Connection#",
  },
  calls: [
    {
      match: "Channel#publish",
      effect: "publish",
      target: { argument: 0 },
      values: { argument: 2 },
      key: { ...messageId, argument: 3 },
      returns: "boolean",
    },
    {
      match: "Channel#sendToQueue",
      effect: "publish",
      target: { argument: 0 },
      values: { argument: 1 },
      key: { ...messageId, argument: 2 },
      returns: "boolean",
    },
  ],
  wrappers: [
    {
      match: "Connection#createChannel",
      kind: "invoke",
      callback: { argument: 0, property: "setup" },
      when: [{ place: { argument: 0, property: "setup" } }],
      handle: "Channel#",
      besides: true,
      what: "the channel is set up again whenever it is opened",
    },
    {
      match: "Channel#addSetup",
      kind: "invoke",
      callback: { argument: 0 },
      handle: "Channel#",
      besides: true,
      what: "the channel is set up again whenever it is opened",
    },
  ],
  entries: [
    {
      on: "call",
      match: "Channel#consume",
      handlers: { argument: 1 },
      kind: "queue",
      delivery: "redelivered",
      name: "queue {0}",
      repeatedBy: "RabbitMQ delivers an unacknowledged message again",
      parameters: [
        {
          index: 0,
          kind: "message",
          path: "ConsumeMessage#",
          members: {
            "fields.deliveryTag": "attempt",
            "fields.redelivered": "attempt",
            "fields.consumerTag": "attempt",
          },
        },
      ],
      identities: [{ what: "the message id that the producer set", expression: "{0}.properties.messageId" }],
    },
    {
      on: "type",
      types: ["ConsumeMessage"],
      kind: "queue",
      delivery: "redelivered",
      name: "queue handler {name}",
      repeatedBy: "RabbitMQ delivers an unacknowledged message again",
      parameters: [
        {
          index: 0,
          kind: "message",
          path: "ConsumeMessage#",
          members: {
            "fields.deliveryTag": "attempt",
            "fields.redelivered": "attempt",
            "fields.consumerTag": "attempt",
          },
        },
      ],
      identities: [{ what: "the message id that the producer set", expression: "{0}.properties.messageId" }],
    },
  ],
} satisfies LibraryModel;
