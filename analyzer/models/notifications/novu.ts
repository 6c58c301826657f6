import type { LibraryModel } from "../model.js";

/** Novu ignores a `transactionId` that it knows. */
export default {
  library: "Novu",
  packages: ["@novu/api"],
  versions: ">=1",
  docs: "https://docs.novu.co/api-reference/events/trigger-event",
  calls: [
    // `trigger(request, idempotencyKey)`, which the header Idempotency-Key becomes.
    {
      match: ["Novu#trigger", "Novu#triggerBroadcast", "Novu#triggerBulk"],
      when: [{ place: { argument: 1 } }],
      effect: "call",
      risk: "high",
      target: { argument: 0, property: "workflowId" },
      orTarget: [{ argument: 0, property: "events[].workflowId" }],
      values: { argument: 0 },
      key: { place: "the idempotencyKey argument", argument: 1, use: "required" },
      returns: "reply",
    },
    {
      match: ["Novu#trigger", "Novu#triggerBroadcast"],
      effect: "call",
      risk: "high",
      target: { argument: 0, property: "workflowId" },
      values: { argument: 0, property: "payload" },
      key: { place: "the transactionId field", argument: 0, property: "transactionId", use: "required" },
      returns: "reply",
    },
    {
      match: "Novu#triggerBulk",
      effect: "call",
      risk: "high",
      target: { argument: 0, property: "events[].workflowId" },
      values: { argument: 0, property: "events[].payload" },
      key: { place: "the transactionId field", argument: 0, property: "events[].transactionId", use: "required" },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
