import type { LibraryModel } from "../model.js";

/** Lemon Squeezy takes no key. */
export default {
  library: "Lemon Squeezy",
  packages: ["@lemonsqueezy/lemonsqueezy.js"],
  versions: ">=2",
  docs: "https://docs.lemonsqueezy.com/api",
  calls: [
    {
      match: ["issueOrderRefund", "issueSubscriptionInvoiceRefund"],
      effect: "call",
      risk: "critical",
      target: { text: "Lemon Squeezy refund" },
      returns: "reply",
    },
    {
      match: "createUsageRecord",
      effect: "call",
      risk: "high",
      target: { text: "Lemon Squeezy usage" },
      values: { argument: 0 },
      returns: "reply",
    },
    {
      match: ["createCheckout", "createDiscount"],
      effect: "call",
      risk: "low",
      target: { text: "Lemon Squeezy" },
      values: { argument: -1 },
      returns: "reply",
    },
    { match: ["getOrder", "getSubscription", "listOrders", "listSubscriptions"], effect: "read", returns: "reply" },
  ],
} satisfies LibraryModel;
