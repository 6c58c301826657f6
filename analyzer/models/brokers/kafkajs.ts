import type { LibraryModel } from "../model.js";

const message = {
  index: 0,
  kind: "message",
  members: { topic: "constant", heartbeat: "unknown", pause: "unknown" },
} as const;

/** KafkaJS and Confluent's client with the same shape. A message's key places it in a partition; it drops no repeat. */
export default {
  library: "KafkaJS",
  packages: ["kafkajs", "@confluentinc/kafka-javascript"],
  versions: ">=2",
  docs: "https://kafka.js.org/docs/consuming",
  names: {
    "KafkaJS.Kafka": "Kafka",
    "default.KafkaJS.Kafka": "Kafka",
    "default.KafkaConsumer": "KafkaConsumer",
    "default.Producer#": "Producer#",
    "default.HighLevelProducer#": "HighLevelProducer#",
    "Kafka#producer()": "Producer#",
    "Kafka#consumer()": "Consumer#",
    "KafkaJS.Producer#": "Producer#",
    "KafkaJS.Consumer#": "Consumer#",
    "Producer#transaction()": "Producer#",
    "Transaction#": "Producer#",
  },
  calls: [
    {
      match: "Producer#send",
      effect: "publish",
      target: { argument: 0, property: "topic" },
      values: { argument: 0, property: "messages" },
    },
    {
      match: ["Producer#produce", "HighLevelProducer#produce"],
      effect: "publish",
      target: { argument: 0 },
      values: { argument: 2 },
    },
    { match: "Producer#sendBatch", effect: "publish", values: { argument: 0, property: "topicMessages" } },
  ],
  entries: [
    // librdkafka's own consumer: what it was not told is done comes again after a restart or a rebalance.
    {
      on: "call",
      match: "KafkaConsumer#on",
      when: [{ place: { argument: 0 }, equals: "data" }],
      handlers: { argument: 1 },
      kind: "stream",
      delivery: "redelivered",
      name: "Kafka consumer {property}",
      repeatedBy: "Kafka delivers uncommitted messages again after a crash or a rebalance",
      parameters: [{ index: 0, kind: "message", members: { topic: "constant" } }],
      identities: [
        { what: "the message's place in the log", expression: "`${{0}.topic}:${{0}.partition}:${{0}.offset}`" },
      ],
    },
    {
      on: "call",
      match: "Consumer#run",
      handlers: { argument: 0, property: "eachMessage" },
      kind: "stream",
      delivery: "redelivered",
      name: "Kafka consumer {consumer:0.groupId}",
      repeatedBy: "Kafka delivers a message again after a crash, a rebalance or a failed handler",
      parameters: [message],
      identities: [
        {
          what: "the message's place in the log",
          expression: "`${{0}.topic}:${{0}.partition}:${{0}.message.offset}`",
        },
      ],
    },
    {
      on: "call",
      match: "Consumer#run",
      handlers: { argument: 0, property: "eachBatch" },
      kind: "stream",
      delivery: "redelivered",
      name: "Kafka batch consumer {consumer:0.groupId}",
      repeatedBy: "Kafka delivers the uncommitted part of a batch again after a crash, a rebalance or a failed handler",
      parameters: [message],
    },
    {
      on: "type",
      types: ["EachMessageHandler", "EachMessagePayload", "EachBatchHandler", "EachBatchPayload"],
      kind: "stream",
      delivery: "redelivered",
      name: "Kafka consumer {name}",
      repeatedBy: "Kafka delivers a message again after a crash, a rebalance or a failed handler",
      parameters: [message],
    },
  ],
} satisfies LibraryModel;
