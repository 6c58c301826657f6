import type { LibraryModel } from "../model.js";

const positional = { place: "the idempotencyKey argument", use: "required" } as const;
const call = { effect: "call", risk: "critical", returns: "reply" } as const;

/** GoCardless takes its key as an argument. */
export default {
  library: "GoCardless",
  packages: ["gocardless-nodejs", "gocardless-nodejs/client", "gocardless-nodejs/webhooks"],
  versions: ">=3",
  docs: "https://developer.gocardless.com/api-reference/#making-requests-idempotency-keys",
  names: { default: "GoCardlessClient", "default()": "GoCardlessClient#" },
  signatures: [{ match: ["parse", "parseWithMeta"], event: true }, { match: "verifySignature" }],
  sources: [{ match: ["parse", "parseWithMeta"], on: "call", kind: "message" }],
  calls: [
    {
      match: [
        ...["payments", "refunds", "subscriptions", "mandates", "outboundPayments", "billingRequests"].map(
          (resource) => `GoCardlessClient#${resource}.create`,
        ),
        "GoCardlessClient#instalmentSchedules.createWithDates",
        "GoCardlessClient#instalmentSchedules.createWithSchedule",
        "GoCardlessClient#billingRequestWithActions.createWithActions",
      ],
      values: { argument: 0 },
      key: { ...positional, argument: 1 },
      ...call,
    },
    // What is fulfilled, or has not failed, is refused. These take no key: the client sends a new one with each.
    {
      match: [
        "GoCardlessClient#billingRequests.fulfil",
        "GoCardlessClient#payments.retry",
        "GoCardlessClient#outboundPayments.approve",
        "GoCardlessClient#redirectFlows.complete",
      ],
      values: { argument: 1 },
      conditional: true,
      ...call,
    },
  ],
} satisfies LibraryModel;
