import type { KeyModel } from "../key-model.js";
import type { LibraryModel } from "../model.js";

const paypalKey = {
  place: "the paypalRequestId field",
  argument: 0,
  property: "paypalRequestId",
  use: "required",
} as const satisfies KeyModel;
const HOUR = 3_600;

/** PayPal. */
export default {
  library: "PayPal",
  packages: ["@paypal/paypal-server-sdk"],
  versions: ">=1",
  docs: "https://developer.paypal.com/api/rest/reference/idempotency/",
  signatures: [{ match: [], url: "/v1/notifications/verify-webhook-signature" }],
  calls: [
    {
      match: ["createOrder", "authorizeOrder", "captureOrder"].map((method) => `OrdersController#${method}`),
      effect: "call",
      risk: "critical",
      values: { argument: 0, property: "body" },
      key: { ...paypalKey, window: 6 * HOUR },
      returns: "reply",
    },
    {
      match: ["captureAuthorizedPayment", "reauthorizePayment", "refundCapturedPayment"].map(
        (method) => `PaymentsController#${method}`,
      ),
      effect: "call",
      risk: "critical",
      values: { argument: 0, property: "body" },
      key: { ...paypalKey, window: 45 * 24 * HOUR },
      returns: "reply",
    },
    {
      match: ["SubscriptionsController#createSubscription", "SubscriptionsController#captureSubscription"],
      effect: "call",
      risk: "critical",
      values: { argument: 0, property: "body" },
      key: { ...paypalKey, window: 72 * HOUR },
      returns: "reply",
    },
    {
      match: "PaymentsController#voidPayment",
      effect: "call",
      values: { argument: 0, property: "body" },
      key: { ...paypalKey, use: "optional" },
      returns: "reply",
    },
    {
      match: ["VaultController#createPaymentToken", "VaultController#createSetupToken"],
      effect: "call",
      values: { argument: 0, property: "body" },
      key: { ...paypalKey, use: "optional", window: 3 * HOUR },
      returns: "reply",
    },
    {
      match: "SubscriptionsController#createBillingPlan",
      effect: "call",
      values: { argument: 0, property: "body" },
      key: { ...paypalKey, use: "optional", window: 72 * HOUR },
      returns: "reply",
    },
    {
      match: ["OrdersController#getOrder", "PaymentsController#getAuthorizedPayment", "PaymentsController#getRefund"],
      effect: "read",
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
