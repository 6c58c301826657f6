import type { LibraryModel } from "../model.js";

/** Azure Service Bus, which drops a repeated `messageId` where the queue was created so. */
export default {
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
        use: "required",
        window: 600,
        switchedOn: { calls: ["createQueue", "createTopic"], option: "requiresDuplicateDetection" },
      },
    },
  ],
  entries: [
    {
      on: "call",
      match: ["ServiceBusReceiver#receiveMessages", "ServiceBusReceiver#getMessageIterator"],
      handlers: { around: "loop" },
      kind: "queue",
      delivery: "redelivered",
      name: "queue {createReceiver:0}",
      repeatedBy: "Service Bus delivers a message again that was abandoned or whose lock expired, 10 times by default",
    },
    {
      on: "call",
      match: "ServiceBusReceiver#subscribe",
      handlers: { argument: 0, property: "processMessage" },
      kind: "queue",
      delivery: "redelivered",
      name: "queue {createReceiver:0}",
      repeatedBy: "Service Bus delivers a message again that was abandoned or whose lock expired, 10 times by default",
      parameters: [{ index: 0, kind: "message", members: { lockToken: "attempt", deliveryCount: "attempt" } }],
      identities: [{ what: "the message's id", expression: "{0}.messageId" }],
    },
  ],
} satisfies LibraryModel;
