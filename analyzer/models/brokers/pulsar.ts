import type { LibraryModel } from "../model.js";

/** Apache Pulsar, which drops a repeated sequence id of one producer where deduplication is switched on. */
export default {
  library: "Pulsar",
  packages: ["pulsar-client"],
  versions: ">=1",
  docs: "https://pulsar.apache.org/docs/next/cookbooks-deduplication/",
  names: {
    "default.Client": "Client",
    "Client#createProducer()": "Producer#",
    "Client#subscribe()": "Consumer#",
  },
  calls: [
    {
      match: "Producer#send",
      effect: "publish",
      target: { link: "createProducer", argument: 0, property: "topic" },
      values: { argument: 0 },
      key: { place: "the sequenceId of the message", argument: 0, property: "sequenceId", use: "required" },
      returns: "reply",
    },
  ],
  entries: [
    {
      on: "call",
      match: "Client#subscribe",
      handlers: { argument: 0, property: "listener" },
      kind: "queue",
      delivery: "redelivered",
      name: "topic {0.topic}",
      repeatedBy: "Pulsar delivers a message again that was not acknowledged, or whose acknowledgement was lost",
      parameters: [
        { index: 0, kind: "message", members: { "getRedeliveryCount()": "attempt" } },
        { index: 1, kind: "unknown" },
      ],
      identities: [{ what: "the message's id", expression: "{0}.getMessageId().toString()" }],
    },
  ],
} satisfies LibraryModel;
