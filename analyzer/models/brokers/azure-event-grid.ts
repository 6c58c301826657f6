import type { LibraryModel } from "../model.js";

/** Azure Event Grid: the publisher names an event's id, but nothing is dropped by it. */
export default {
  library: "Azure Event Grid",
  packages: ["@azure/eventgrid"],
  versions: ">=4",
  docs: "https://learn.microsoft.com/azure/event-grid/delivery-and-retry",
  calls: [
    {
      match: "EventGridPublisherClient#send",
      effect: "publish",
      target: { argument: 0, property: "[].eventType" },
      orTarget: [{ argument: 0, property: "[].type" }],
      values: { argument: 0 },
      key: { place: "the event's id", argument: 0, property: "[].id", use: "optional" },
    },
  ],
} satisfies LibraryModel;
