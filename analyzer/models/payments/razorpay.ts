import type { LibraryModel } from "../model.js";

/** Razorpay's client takes no key; payouts over plain HTTP take the header `X-Payout-Idempotency`. */
export default {
  library: "Razorpay",
  packages: ["razorpay"],
  versions: ">=2",
  docs: "https://razorpay.com/docs/api/",
  names: { default: "Razorpay", "": "Razorpay" },
  signatures: [{ match: "Razorpay.validateWebhookSignature" }],
  calls: [
    {
      match: ["Razorpay#payments.refund", "Razorpay#payments.transfer"],
      effect: "call",
      risk: "critical",
      values: { argument: 1 },
      returns: "reply",
    },
    {
      match: [
        "Razorpay#transfers.create",
        "Razorpay#subscriptions.create",
        "Razorpay#payments.createRecurringPayment",
        "Razorpay#payments.createPaymentJson",
      ],
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      returns: "reply",
    },
    {
      match: ["Razorpay#orders.create", "Razorpay#invoices.create", "Razorpay#paymentLink.create"],
      effect: "call",
      values: { argument: 0 },
      returns: "reply",
    },
    { match: "Razorpay#payments.capture", effect: "call", risk: "critical", returns: "reply" },
    { match: ["Razorpay#payments.fetch", "Razorpay#orders.fetch"], effect: "read", returns: "reply" },
  ],
} satisfies LibraryModel;
