import type { LibraryModel } from "../model.js";

/** NATS and its JetStream, which drops a repeated `msgID` within the stream's window. */
export default {
  library: "NATS",
  packages: ["nats", "@nats-io/jetstream", "@nats-io/transport-node"],
  versions: ">=2",
  docs: "https://docs.nats.io/using-nats/developer/develop_jetstream/model_deep_dive#message-deduplication",
  names: {
    "connect()": "NatsConnection#",
    "jetstream()": "JetStreamClient#",
    "NatsConnection#jetstream()": "JetStreamClient#",
    "JetStreamClient#consumers.get()": "Consumer#",
  },
  calls: [
    {
      match: "JetStreamClient#publish",
      effect: "publish",
      target: { argument: 0 },
      values: { argument: 1 },
      key: { place: "the msgID option", argument: 2, property: "msgID", use: "required", window: 120 },
      returns: "reply",
    },
    { match: "NatsConnection#publish", effect: "publish", target: { argument: 0 }, values: { argument: 1 } },
    {
      match: "NatsConnection#request",
      effect: "call",
      target: { argument: 0 },
      values: { argument: 1 },
      returns: "reply",
    },
  ],
  entries: [
    {
      on: "call",
      match: ["Consumer#consume", "Consumer#fetch"],
      handlers: { around: "loop" },
      kind: "stream",
      delivery: "redelivered",
      name: "JetStream consumer {get:1}",
      repeatedBy: "JetStream delivers a message again that was not acknowledged in time",
    },
    {
      on: "type",
      types: ["JsMsg"],
      kind: "stream",
      delivery: "redelivered",
      name: "JetStream consumer {name}",
      repeatedBy: "JetStream delivers a message again that was not acknowledged in time",
      parameters: [
        {
          index: 0,
          kind: "message",
          members: { redelivered: "attempt", "info.deliveryCount": "attempt", "info.deliverySequence": "attempt" },
        },
      ],
      identities: [{ what: "the message's place in the stream", expression: "{0}.seq" }],
    },
  ],
} satisfies LibraryModel;
