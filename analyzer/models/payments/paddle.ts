import type { LibraryModel } from "../model.js";

/** Paddle Billing takes no key. */
export default {
  library: "Paddle",
  packages: ["@paddle/paddle-node-sdk"],
  versions: ">=1",
  docs: "https://developer.paddle.com/api-reference/overview",
  calls: [
    {
      match: "Paddle#subscriptions.createOneTimeCharge",
      effect: "call",
      risk: "critical",
      values: { argument: 1 },
      returns: "reply",
    },
    {
      match: ["Paddle#transactions.create", "Paddle#adjustments.create"],
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      returns: "reply",
    },
    {
      match: ["Paddle#transactions.get", "Paddle#subscriptions.get", "Paddle#transactions.list"],
      effect: "read",
      returns: "reply",
    },
  ],
  signatures: [{ match: "Paddle#webhooks.unmarshal", event: true }],
  sources: [{ match: "Paddle#webhooks.unmarshal", on: "call", kind: "message" }],
} satisfies LibraryModel;
