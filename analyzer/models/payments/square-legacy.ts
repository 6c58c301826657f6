import type { LibraryModel } from "../model.js";

const idempotencyKey = { place: "the idempotencyKey field", property: "idempotencyKey", use: "required" } as const;
const money = { effect: "call", risk: "critical", returns: "reply" } as const;

/** Square's client before version 40, which `square/legacy` still holds: the key stands in the body, after an id where there is one. */
export default {
  library: "Square legacy",
  packages: ["square/legacy", "square-legacy"],
  versions: ">=20",
  docs: "https://developer.squareup.com/docs/build-basics/common-api-patterns/idempotency",
  names: { "default.Client": "Client" },
  signatures: [{ match: "WebhooksHelper.isValidWebhookEventSignature" }],
  calls: [
    {
      match: [
        "Client#paymentsApi.createPayment",
        "Client#refundsApi.refundPayment",
        "Client#ordersApi.createOrder",
        "Client#ordersApi.cloneOrder",
        "Client#invoicesApi.createInvoice",
        "Client#giftCardsApi.createGiftCard",
        "Client#giftCardActivitiesApi.createGiftCardActivity",
        "Client#inventoryApi.batchChangeInventory",
        "Client#loyaltyApi.createLoyaltyReward",
        "Client#subscriptionsApi.createSubscription",
        "Client#terminalApi.createTerminalCheckout",
        "Client#terminalApi.createTerminalRefund",
        "Client#checkoutApi.createPaymentLink",
      ],
      values: { argument: 0 },
      key: { ...idempotencyKey, argument: 0 },
      ...money,
    },
    {
      match: [
        "Client#ordersApi.payOrder",
        "Client#invoicesApi.publishInvoice",
        "Client#loyaltyApi.accumulateLoyaltyPoints",
        "Client#loyaltyApi.adjustLoyaltyPoints",
        "Client#loyaltyApi.redeemLoyaltyReward",
        "Client#checkoutApi.createCheckout",
      ],
      values: { argument: 1 },
      key: { ...idempotencyKey, argument: 1 },
      ...money,
    },
    {
      match: [
        "Client#cardsApi.createCard",
        "Client#customersApi.createCustomer",
        "Client#bookingsApi.createBooking",
        "Client#catalogApi.upsertCatalogObject",
        "Client#catalogApi.batchUpsertCatalogObjects",
        "Client#loyaltyApi.createLoyaltyAccount",
        "Client#laborApi.createShift",
        "Client#laborApi.createBreakType",
        "Client#teamApi.createTeamMember",
        "Client#vendorsApi.createVendor",
        "Client#devicesApi.createDeviceCode",
        "Client#terminalApi.createTerminalAction",
      ],
      effect: "call",
      values: { argument: 0 },
      key: { ...idempotencyKey, argument: 0 },
      returns: "reply",
    },
    {
      match: "Client#paymentsApi.updatePayment",
      effect: "call",
      values: { argument: 1 },
      key: { ...idempotencyKey, argument: 1 },
      returns: "reply",
    },
    {
      match: [
        "Client#paymentsApi.getPayment",
        "Client#paymentsApi.listPayments",
        "Client#ordersApi.retrieveOrder",
        "Client#ordersApi.searchOrders",
      ],
      effect: "read",
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
