import type { KeyModel, LibraryModel } from "./model.js";

const bodyKey = {
  place: "the idempotencyKey field",
  argument: 0,
  property: "idempotencyKey",
  use: "required",
} as const;
const paypalKey: KeyModel = {
  place: "the paypalRequestId field",
  argument: 0,
  property: "paypalRequestId",
  use: "required",
};
const adyenKey = { place: "the idempotencyKey option", property: "idempotencyKey", use: "required" } as const;

/** Payment providers beside Stripe: each takes its key in another place. */
export default [
  {
    library: "PayPal",
    packages: ["@paypal/paypal-server-sdk"],
    versions: ">=1",
    docs: "https://developer.paypal.com/api/rest/reference/idempotency/",
    calls: [
      {
        match: [
          "OrdersController#createOrder",
          "OrdersController#authorizeOrder",
          "OrdersController#captureOrder",
          "PaymentsController#captureAuthorizedPayment",
          "PaymentsController#reauthorizePayment",
          "PaymentsController#refundCapturedPayment",
          "SubscriptionsController#createSubscription",
          "SubscriptionsController#captureSubscription",
        ],
        effect: "call",
        risk: "critical",
        values: { argument: 0, property: "body" },
        key: paypalKey,
        returns: "reply",
      },
      {
        match: [
          "PaymentsController#voidPayment",
          "VaultController#createPaymentToken",
          "VaultController#createSetupToken",
          "SubscriptionsController#createBillingPlan",
        ],
        effect: "call",
        values: { argument: 0, property: "body" },
        key: { ...paypalKey, use: "optional" },
        returns: "reply",
      },
      {
        match: ["OrdersController#getOrder", "PaymentsController#getAuthorizedPayment", "PaymentsController#getRefund"],
        effect: "read",
        returns: "reply",
      },
    ],
  },
  {
    library: "Square",
    packages: ["square"],
    versions: ">=40",
    docs: "https://developer.squareup.com/docs/build-basics/common-api-patterns/idempotency",
    names: { "Client#": "SquareClient#" },
    calls: [
      {
        match: [
          "SquareClient#payments.create",
          "SquareClient#refunds.refundPayment",
          "SquareClient#orders.create",
          "SquareClient#orders.pay",
          "SquareClient#invoices.create",
          "SquareClient#invoices.publish",
          "SquareClient#giftCards.create",
          "SquareClient#giftCards.activities.create",
          "SquareClient#inventory.batchCreateChanges",
          "SquareClient#subscriptions.create",
          "SquareClient#terminal.checkouts.create",
          "SquareClient#terminal.refunds.create",
          "SquareClient#checkout.paymentLinks.create",
        ],
        effect: "call",
        risk: "critical",
        values: { argument: 0 },
        key: bodyKey,
        returns: "reply",
      },
      {
        match: [
          "SquareClient#cards.create",
          "SquareClient#customers.create",
          "SquareClient#bookings.create",
          "SquareClient#catalog.object.upsert",
          "SquareClient#catalog.batchUpsert",
          "SquareClient#payments.update",
        ],
        effect: "call",
        values: { argument: 0 },
        key: bodyKey,
        returns: "reply",
      },
      {
        match: [
          "SquareClient#payments.get",
          "SquareClient#payments.list",
          "SquareClient#orders.get",
          "SquareClient#orders.search",
        ],
        effect: "read",
        returns: "reply",
      },
    ],
  },
  {
    library: "Adyen",
    packages: ["@adyen/api-library"],
    versions: ">=14",
    docs: "https://docs.adyen.com/development-resources/api-idempotency",
    names: {
      "CheckoutAPI#PaymentsApi": "PaymentsApi#",
      "CheckoutAPI#ModificationsApi": "ModificationsApi#",
      "CheckoutAPI#PaymentLinksApi": "PaymentLinksApi#",
    },
    calls: [
      {
        match: [
          "PaymentsApi#payments",
          "PaymentsApi#paymentsDetails",
          "PaymentsApi#sessions",
          "PaymentLinksApi#paymentLinks",
          "ModificationsApi#cancelAuthorisedPayment",
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
  },
  {
    library: "Mollie",
    packages: ["@mollie/api-client"],
    versions: ">=4",
    docs: "https://docs.mollie.com/reference/api-idempotency",
    names: { "default()": "MollieClient#", "createMollieClient()": "MollieClient#" },
    calls: [
      {
        match: [
          "payments",
          "paymentRefunds",
          "paymentCaptures",
          "orders",
          "orderRefunds",
          "orderPayments",
          "orderShipments",
          "customerPayments",
          "customerSubscriptions",
          "paymentLinks",
        ].map((resource) => `MollieClient#${resource}.create`),
        effect: "call",
        risk: "critical",
        values: { argument: 0 },
        key: bodyKey,
        returns: "reply",
      },
      {
        match: ["MollieClient#customers.create", "MollieClient#customerMandates.create"],
        effect: "call",
        values: { argument: 0 },
        key: bodyKey,
        returns: "reply",
      },
      {
        match: ["MollieClient#*.get", "MollieClient#*.page", "MollieClient#*.iterate"],
        effect: "read",
        returns: "reply",
      },
    ],
  },
] as const satisfies readonly LibraryModel[];
