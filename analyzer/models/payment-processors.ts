import type { LibraryModel } from "./model.js";

const positional = { place: "the idempotencyKey argument", use: "required" } as const;
const call = { effect: "call", risk: "critical", returns: "reply" } as const;

/** Payment processors that take their key as an argument or a field of the body. */
export default [
  {
    library: "GoCardless",
    packages: ["gocardless-nodejs", "gocardless-nodejs/client"],
    versions: ">=3",
    docs: "https://developer.gocardless.com/api-reference/#making-requests-idempotency-keys",
    names: { default: "GoCardlessClient", "default()": "GoCardlessClient#" },
    calls: [
      {
        match: ["payments", "refunds", "subscriptions", "mandates", "outboundPayments", "instalmentSchedules"].map(
          (resource) =>
            resource === "instalmentSchedules"
              ? `GoCardlessClient#${resource}.createWithDates`
              : `GoCardlessClient#${resource}.create`,
        ),
        values: { argument: 0 },
        key: { ...positional, argument: 1 },
        ...call,
      },
    ],
  },
  {
    library: "Checkout.com",
    packages: ["checkout-sdk-node"],
    versions: ">=2",
    docs: "https://www.checkout.com/docs/developer-resources/api/idempotency",
    names: { default: "Checkout" },
    calls: [
      { match: "Checkout#payments.request", values: { argument: 0 }, key: { ...positional, argument: 1 }, ...call },
      {
        match: ["Checkout#payments.capture", "Checkout#payments.refund", "Checkout#payments.void"],
        values: { argument: 1 },
        key: { ...positional, argument: 2 },
        ...call,
      },
      { match: "Checkout#transfers.initiate", values: { argument: 0 }, key: { ...positional, argument: 1 }, ...call },
    ],
  },
  {
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
  },
  {
    library: "Plaid",
    packages: ["plaid"],
    versions: ">=10",
    docs: "https://plaid.com/docs/api/products/transfer/initiating-transfers/",
    calls: [
      {
        match: ["PlaidApi#transferAuthorizationCreate", "PlaidApi#transferRefundCreate"],
        values: { argument: 0 },
        key: { place: "the idempotency_key field", argument: 0, property: "idempotency_key", use: "required" },
        ...call,
      },
      {
        match: "PlaidApi#transferCreate",
        values: { argument: 0 },
        key: { place: "the authorization_id field", argument: 0, property: "authorization_id", use: "required" },
        ...call,
      },
      {
        match: "PlaidApi#paymentInitiationConsentPaymentExecute",
        values: { argument: 0 },
        key: { place: "the idempotency_key field", argument: 0, property: "idempotency_key", use: "required" },
        ...call,
      },
    ],
  },
] as const satisfies readonly LibraryModel[];
