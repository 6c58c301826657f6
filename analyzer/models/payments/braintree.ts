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
    // A settlement or a void that was made already is refused.
    {
      match: ["BraintreeGateway#transaction.submitForSettlement", "BraintreeGateway#transaction.void"],
      ...call,
      effect: "update",
      where: { argument: 0, column: "id" },
    },
    {
      match: ["BraintreeGateway#subscription.create", "BraintreeGateway#paymentMethod.create"],
      values: { argument: 0 },
      ...call,
    },
    {
      match: ["refund", "submitForPartialSettlement", "cloneTransaction"].map(
        (method) => `BraintreeGateway#transaction.${method}`,
      ),
      values: { argument: 1 },
      ...call,
    },
    {
      match: ["BraintreeGateway#transaction.find", "BraintreeGateway#subscription.find"],
      effect: "read",
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
