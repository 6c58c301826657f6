import type { LibraryModel } from "../model.js";

const messageId = { place: "the options.messageId override", property: "options.messageId", use: "optional" } as const;

/** Rascal: RabbitMQ by publications and subscriptions of a configuration. It gives every message a random id of its own. */
export default {
  library: "Rascal",
  packages: ["rascal"],
  versions: ">=10",
  docs: "https://github.com/onebeyond/rascal#subscriptions",
  names: {
    "Broker.create()": "Broker#",
    "BrokerAsPromised.create()": "Broker#",
    "BrokerAsPromised#": "Broker#",
    "default.BrokerAsPromised.create()": "Broker#",
    "default.Broker.create()": "Broker#",
    "Broker#subscribe()": "Subscription#",
    "SubscriberSessionAsPromised#": "Subscription#",
    "SubscriptionSession#": "Subscription#",
  },
  calls: [
    {
      match: "Broker#publish",
      effect: "publish",
      target: { argument: 0 },
      values: { argument: 1 },
      key: { ...messageId, argument: 2 },
    },
    { match: "Broker#forward", effect: "publish", target: { argument: 0 }, values: { argument: 1 } },
  ],
  entries: [
    {
      on: "call",
      match: "Subscription#on",
      handlers: { argument: 1 },
      when: [{ place: { argument: 0 }, equals: "message" }],
      kind: "queue",
      delivery: "redelivered",
      name: "subscription {subscribe:0}",
      repeatedBy: "RabbitMQ delivers an unacknowledged message again",
      parameters: [
        {
          index: 0,
          kind: "message",
          members: { "fields.deliveryTag": "attempt", "fields.redelivered": "attempt" },
        },
        { index: 1, kind: "message" },
        { index: 2, kind: "unknown" },
      ],
      identities: [{ what: "the message id that the producer set", expression: "{0}.properties.messageId" }],
    },
  ],
} satisfies LibraryModel;
