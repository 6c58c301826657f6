import type { LibraryModel } from "../model.js";

const bodyKey = {
  place: "the idempotencyKey field",
  argument: 0,
  property: "idempotencyKey",
  use: "required",
} as const;

/** Square takes its key in the body. */
export default {
  library: "Square",
  packages: ["square"],
  versions: ">=40",
  docs: "https://developer.squareup.com/docs/build-basics/common-api-patterns/idempotency",
  names: { "Client#": "SquareClient#" },
  signatures: [{ match: "WebhooksHelper.verifySignature" }],
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
} satisfies LibraryModel;
