import type { KeyModel, LibraryModel } from "../model.js";

const paypalKey: KeyModel = {
  place: "the paypalRequestId field",
  argument: 0,
  property: "paypalRequestId",
  use: "required",
};

/** PayPal. */
export default {
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
} satisfies LibraryModel;
