import type { LibraryModel } from "../model.js";

/** Novu's older client: the workflow's name stands first. */
export default {
  library: "Novu Node",
  packages: ["@novu/node"],
  versions: ">=0.10",
  docs: "https://docs.novu.co/api-reference/events/trigger-event",
  calls: [
    {
      match: ["Novu#trigger", "Novu#events.trigger", "Novu#broadcast", "Novu#events.broadcast"],
      effect: "call",
      risk: "high",
      target: { argument: 0 },
      values: { argument: 1, property: "payload" },
      key: { place: "the transactionId field", argument: 1, property: "transactionId", use: "required" },
      returns: "reply",
    },
    {
      match: ["Novu#bulkTrigger", "Novu#events.bulkTrigger"],
      effect: "call",
      risk: "high",
      target: { argument: 0, property: "[].name" },
      values: { argument: 0, property: "[].payload" },
      key: { place: "the transactionId field", argument: 0, property: "[].transactionId", use: "required" },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
