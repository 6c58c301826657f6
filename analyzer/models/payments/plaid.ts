import type { LibraryModel } from "../model.js";

const HOUR = 3_600;
const key = {
  place: "the idempotency_key field",
  argument: 0,
  property: "idempotency_key",
  use: "required",
} as const;
const call = { effect: "call", risk: "critical", returns: "reply" } as const;

/** Plaid. */
export default {
  library: "Plaid",
  packages: ["plaid"],
  versions: ">=10",
  docs: "https://plaid.com/docs/api/products/transfer/initiating-transfers/",
  calls: [
    // The reference is for the statement: a second payment may have it too.
    { match: "PlaidApi#paymentInitiationPaymentCreate", values: { argument: 0 }, ...call },
    {
      match: "PlaidApi#transferAuthorizationCreate",
      values: { argument: 0 },
      key: { ...key, window: 48 * HOUR },
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
      key: { ...key, window: 24 * HOUR },
      ...call,
    },
    {
      match: "PlaidApi#bankTransferCreate",
      values: { argument: 0 },
      key: { ...key, window: 7 * 24 * HOUR },
      ...call,
    },
    {
      match: [
        "PlaidApi#transferRefundCreate",
        "PlaidApi#transferRecurringCreate",
        "PlaidApi#transferLedgerWithdraw",
        "PlaidApi#transferLedgerDeposit",
        "PlaidApi#transferLedgerDistribute",
        "PlaidApi#paymentInitiationPaymentReverse",
        "PlaidApi#walletTransactionExecute",
      ],
      values: { argument: 0 },
      key,
      ...call,
    },
  ],
} satisfies LibraryModel;
