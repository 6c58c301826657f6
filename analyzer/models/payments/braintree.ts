import type { LibraryModel } from "../model.js";

const requestKey = { place: "the apiRequestKey field", property: "apiRequestKey", use: "required" } as const;
const call = { effect: "call", risk: "critical", returns: "reply" } as const;

/** Braintree. */
export default {
  library: "Braintree",
  packages: ["braintree"],
  versions: ">=3.37",
  docs: "https://developer.paypal.com/braintree/docs/reference/request/transaction/sale/node",
  // A credit goes the other way, and is asked for alike; @types/braintree does not know it.
  names: { default: "", "BraintreeGateway#transaction.credit": "BraintreeGateway#transaction.sale" },
  calls: [
    {
      match: "BraintreeGateway#transaction.sale",
      values: { argument: 0 },
      key: { ...requestKey, argument: 0 },
      ...call,
    },
    // `refund(id, { amount, apiRequestKey })`, `submitForPartialSettlement(id, amount, { apiRequestKey })`
    {
      match: "BraintreeGateway#transaction.refund",
      values: { argument: 1 },
      key: { ...requestKey, argument: 1 },
      ...call,
    },
    {
      match: "BraintreeGateway#transaction.submitForPartialSettlement",
      values: { argument: 1 },
      key: { ...requestKey, argument: 2 },
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
      match: "BraintreeGateway#transaction.cloneTransaction",
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
