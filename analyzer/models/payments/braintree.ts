import type { LibraryModel } from "../model.js";

const call = { effect: "call", risk: "critical", returns: "reply" } as const;

/** Braintree. */
export default {
  library: "Braintree",
  packages: ["braintree"],
  versions: ">=3.37",
  docs: "https://developer.paypal.com/braintree/docs/reference/request/transaction/sale/node",
  names: { default: "" },
  calls: [
    {
      match: "BraintreeGateway#transaction.sale",
      values: { argument: 0 },
      key: { place: "the apiRequestKey field", argument: 0, property: "apiRequestKey", use: "required" },
      ...call,
    },
    {
      match: ["BraintreeGateway#transaction.refund", "BraintreeGateway#subscription.create"],
      values: { argument: 0 },
      ...call,
    },
  ],
} satisfies LibraryModel;
