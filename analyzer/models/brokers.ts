import type { LibraryModel } from "./model.js";

/** Cloud brokers and message streams. */
export default [
  {
    library: "Google Pub/Sub",
    packages: ["@google-cloud/pubsub"],
    versions: ">=3",
    docs: "https://cloud.google.com/pubsub/docs/subscriber",
    names: {
      "PubSub#topic()": "Topic#",
      "PubSub#subscription()": "Subscription#",
      "Topic#subscription()": "Subscription#",
    },
    calls: [
      {
        match: ["Topic#publishMessage", "Topic#publishJSON", "Topic#publish"],
        effect: "publish",
        target: { link: "topic", argument: 0 },
        values: { argument: 0 },
        returns: "reply",
      },
    ],
    entries: [
      {
        on: "call",
        match: "Subscription#on",
        when: [{ place: { argument: 0 }, equals: "message" }],
        handlers: { argument: 1 },
        kind: "stream",
        delivery: "redelivered",
        name: "subscription {subscription:0}",
        repeatedBy: "Pub/Sub delivers a message again that was not acknowledged in time",
        parameters: [
          { index: 0, kind: "message", members: { ackId: "attempt", deliveryAttempt: "attempt", received: "attempt" } },
        ],
        identities: [{ what: "the message's id", expression: "{0}.id" }],
      },
      {
        on: "type",
        types: ["Message"],
        kind: "stream",
        delivery: "redelivered",
        name: "subscriber {name}",
        repeatedBy: "Pub/Sub delivers a message again that was not acknowledged in time",
        parameters: [
          { index: 0, kind: "message", members: { ackId: "attempt", deliveryAttempt: "attempt", received: "attempt" } },
        ],
        identities: [{ what: "the message's id", expression: "{0}.id" }],
      },
    ],
  },
  {
    library: "Google Cloud Tasks",
    packages: ["@google-cloud/tasks"],
    versions: ">=3",
    docs: "https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues.tasks/create",
    names: { "v2.CloudTasksClient": "CloudTasksClient" },
    calls: [
      {
        match: "CloudTasksClient#createTask",
        effect: "enqueue",
        target: { argument: 0, property: "parent" },
        values: { argument: 0, property: "task" },
        key: { place: "the task's name", argument: 0, property: "task.name", use: "required" },
        returns: "reply",
      },
    ],
    conflicts: [{ property: "code", equals: 6 }],
  },
  {
    library: "Azure Service Bus",
    packages: ["@azure/service-bus"],
    versions: ">=7",
    docs: "https://learn.microsoft.com/azure/service-bus-messaging/duplicate-detection",
    names: {
      "ServiceBusClient#createSender()": "ServiceBusSender#",
      "ServiceBusClient#createReceiver()": "ServiceBusReceiver#",
    },
    calls: [
      {
        match: ["ServiceBusSender#sendMessages", "ServiceBusSender#scheduleMessages"],
        effect: "publish",
        target: { link: "createSender", argument: 0 },
        values: { argument: 0 },
        key: {
          place: "the messageId field",
          argument: 0,
          property: "messageId",
          also: ["[].messageId"],
          use: "optional",
        },
      },
    ],
    entries: [
      {
        on: "call",
        match: "ServiceBusReceiver#subscribe",
        handlers: { argument: 0, property: "processMessage" },
        kind: "queue",
        delivery: "redelivered",
        name: "queue {createReceiver:0}",
        repeatedBy:
          "Service Bus delivers a message again that was abandoned or whose lock expired, 10 times by default",
        parameters: [{ index: 0, kind: "message", members: { lockToken: "attempt", deliveryCount: "attempt" } }],
        identities: [{ what: "the message's id", expression: "{0}.messageId" }],
      },
    ],
  },
  {
    library: "NATS",
    packages: ["nats", "@nats-io/jetstream", "@nats-io/transport-node"],
    versions: ">=2",
    docs: "https://docs.nats.io/using-nats/developer/develop_jetstream/model_deep_dive#message-deduplication",
    names: {
      "connect()": "NatsConnection#",
      "jetstream()": "JetStreamClient#",
      "NatsConnection#jetstream()": "JetStreamClient#",
    },
    calls: [
      {
        match: "JetStreamClient#publish",
        effect: "publish",
        target: { argument: 0 },
        values: { argument: 1 },
        key: { place: "the msgID option", argument: 2, property: "msgID", use: "required" },
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
  },
  {
    library: "QStash",
    packages: ["@upstash/qstash", "@upstash/qstash/nextjs"],
    versions: ">=2",
    docs: "https://upstash.com/docs/qstash/features/deduplication",
    names: { "Client#queue()": "Queue#" },
    calls: [
      {
        match: ["Client#publish", "Client#publishJSON", "Queue#enqueue", "Queue#enqueueJSON"],
        effect: "enqueue",
        target: { argument: 0, property: "url" },
        values: { argument: 0, property: "body" },
        key: {
          place: "the deduplicationId field",
          argument: 0,
          property: "deduplicationId",
          also: ["contentBasedDeduplication"],
          use: "required",
        },
        returns: "reply",
      },
      {
        match: ["Client#batch", "Client#batchJSON"],
        effect: "enqueue",
        target: { argument: 0, property: "[].url" },
        values: { argument: 0, property: "[].body" },
        key: { place: "the deduplicationId field", argument: 0, property: "[].deduplicationId", use: "required" },
        returns: "reply",
      },
    ],
    wrappers: [
      {
        match: ["verifySignatureAppRouter", "verifySignature", "verifySignatureEdge"],
        kind: "invoke",
        callback: { argument: 0 },
        returnsFunction: true,
        what: "QStash calls the handler once the signature is right",
      },
    ],
  },
  {
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
  },
] as const satisfies readonly LibraryModel[];
