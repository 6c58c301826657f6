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
    "TransfersAPI#CapitalApi": "CapitalApi#",
    "TransfersAPI#CashOutApi": "CashOutApi#",
    "PayoutAPI#InstantPayoutsApi": "InstantPayoutsApi#",
    "PayoutAPI#InitializationApi": "InitializationApi#",
    "CheckoutAPI#DonationsApi": "DonationsApi#",
    "CheckoutAPI#OrdersApi": "OrdersApi#",
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
        "CapitalApi#requestGrantPayout",
        "CashOutApi#initiateCashout",
        "InstantPayoutsApi#payout",
        "InitializationApi#submitThirdParty",
        "InitializationApi#storeDetailAndSubmitThirdParty",
        "DonationsApi#donations",
        "OrdersApi#orders",
        // The classic API: `new PaymentAPI(client).PaymentsApi.authorise(request)`.
        ...["authorise", "authorise3d", "authorise3ds2"].map((method) => `PaymentAPI#PaymentsApi.${method}`),
        ...["capture", "refund", "cancelOrRefund", "adjustAuthorisation", "donate"].map(
          (method) => `PaymentAPI#ModificationsApi.${method}`,
        ),
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
        "TransfersApi#returnTransfer",
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
