import type { LibraryModel } from "../model.js";

const positional = { place: "the idempotencyKey argument", use: "required" } as const;
const call = { effect: "call", risk: "critical", returns: "reply" } as const;

/** Checkout.com takes its key as the last argument. */
export default {
  library: "Checkout.com",
  packages: ["checkout-sdk-node"],
  versions: ">=2",
  docs: "https://www.checkout.com/docs/developer-resources/api/idempotency",
  names: { default: "Checkout" },
  calls: [
    { match: "Checkout#payments.request", values: { argument: 0 }, key: { ...positional, argument: 1 }, ...call },
    {
      match: ["capture", "refund", "void", "reverse", "increment", "cancelScheduledRetry"].map(
        (method) => `Checkout#payments.${method}`,
      ),
      values: { argument: 1 },
      key: { ...positional, argument: 2 },
      ...call,
    },
    {
      match: [
        "transfers.initiate",
        "issuing.createCard",
        "paymentContexts.request",
        "agenticCommerce.createDelegatedPaymentToken",
      ].map((name) => `Checkout#${name}`),
      values: { argument: 0 },
      key: { ...positional, argument: 1 },
      ...call,
    },
  ],
} satisfies LibraryModel;
