import type { LibraryModel } from "../model.js";

/** Azure Event Hubs: a log, which drops no repeat; consumers start again from their last checkpoint. */
export default {
  library: "Azure Event Hubs",
  packages: ["@azure/event-hubs"],
  versions: ">=5",
  docs: "https://learn.microsoft.com/azure/event-hubs/event-processor-balance-partition-load",
  calls: [
    {
      match: ["EventHubProducerClient#sendBatch", "EventHubBufferedProducerClient#enqueueEvent"],
      effect: "publish",
      target: { link: "new", argument: 1 },
      values: { argument: 0 },
    },
  ],
  entries: [
    {
      on: "call",
      match: "EventHubConsumerClient#subscribe",
      handlers: { argument: 0, property: "processEvents" },
      kind: "stream",
      delivery: "redelivered",
      name: "event hub {new:2}",
      repeatedBy:
        "Event Hubs delivers every event since the last checkpoint again after a crash or when a partition moves",
      parameters: [{ index: 0, kind: "message" }],
    },
  ],
} satisfies LibraryModel;
