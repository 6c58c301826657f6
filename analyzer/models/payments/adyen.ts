import type { LibraryModel } from "../model.js";

const adyenKey = { place: "the idempotencyKey option", property: "idempotencyKey", use: "required" } as const;

/** Adyen. */
export default {
  library: "Adyen",
  packages: ["@adyen/api-library"],
  versions: ">=14",
  docs: "https://docs.adyen.com/development-resources/api-idempotency",
  names: {
    "CheckoutAPI#PaymentsApi": "PaymentsApi#",
    "CheckoutAPI#ModificationsApi": "ModificationsApi#",
    "CheckoutAPI#PaymentLinksApi": "PaymentLinksApi#",
    "TransfersAPI#TransfersApi": "TransfersApi#",
    "PayoutAPI#InstantPayoutsApi": "InstantPayoutsApi#",
  },
  signatures: [{ match: ["hmacValidator#validateHMAC", "hmacValidator#validateHMACSignature"] }],
  calls: [
    {
      match: [
        "PaymentsApi#payments",
        "PaymentsApi#paymentsDetails",
        "PaymentsApi#sessions",
        "PaymentLinksApi#paymentLinks",
        "ModificationsApi#cancelAuthorisedPayment",
        "TransfersApi#transferFunds",
        "InstantPayoutsApi#payout",
      ],
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      key: { ...adyenKey, argument: 1 },
      returns: "reply",
    },
    {
      match: [
        "ModificationsApi#captureAuthorisedPayment",
        "ModificationsApi#refundCapturedPayment",
        "ModificationsApi#refundOrCancelPayment",
        "ModificationsApi#updateAuthorisedAmount",
        "ModificationsApi#cancelAuthorisedPaymentByPspReference",
      ],
      effect: "call",
      risk: "critical",
      values: { argument: 1 },
      key: { ...adyenKey, argument: 2 },
      returns: "reply",
    },
    { match: ["PaymentsApi#paymentMethods", "PaymentsApi#cardDetails"], effect: "read", returns: "reply" },
  ],
} satisfies LibraryModel;
