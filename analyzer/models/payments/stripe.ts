import type { LibraryModel } from "../model.js";

const place = "the idempotencyKey option";
const property = "idempotencyKey";

/** `create(params, options)`. */
const requiredAt1 = {
  place,
  argument: 1,
  property,
  use: "required",
  window: 86_400,
  misplaced: ["metadata.idempotencyKey", "metadata.idempotency_key"].map((property) => ({
    argument: 0,
    property,
    why: "Stripe stores metadata and looks at none of it",
  })),
} as const;
/** `update(id, params, options)`. */
const requiredAt2 = { place, argument: 2, property, orArgument: 1, use: "required", window: 86_400 } as const;
/** What Stripe refuses or ignores the second time: the key only makes the retry's answer the same. */
const optionalAt1 = { place, argument: 1, property, use: "optional" } as const;
const optionalAt2 = { place, argument: 2, property, orArgument: 1, use: "optional" } as const;

/** Stripe: every POST takes a key; the key that the SDK makes itself covers only its own retries. */
export default {
  library: "Stripe",
  packages: ["stripe"],
  versions: ">=14",
  docs: "https://docs.stripe.com/api/idempotent_requests",
  names: { default: "Stripe", "Stripe.Stripe": "Stripe", "Stripe()": "Stripe#", "()": "Stripe#", "#": "Stripe#" },
  calls: [
    {
      match: [
        "Stripe#**.retrieve",
        "Stripe#**.retrieveCurrent",
        "Stripe#**.list",
        "Stripe#**.search",
        "Stripe#**.listLineItems",
        "Stripe#**.listPaymentMethods",
        "Stripe#**.createPreview",
        "Stripe#**.retrieveUpcoming",
        "Stripe#**.pdf",
      ],
      effect: "read",
      returns: "reply",
    },
    // A subscription has one schedule: a second one is refused.
    {
      match: "Stripe#subscriptionSchedules.create",
      when: [{ place: { argument: 0, property: "from_subscription" } }],
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      key: optionalAt1,
      conditional: true,
      returns: "reply",
    },
    // What is left of a payment is given back once: a second refund of all of it is refused. One of an amount is another refund.
    ...["charge", "payment_intent"].map(
      (property) =>
        ({
          match: "Stripe#refunds.create",
          when: [
            { place: { argument: 0 }, whole: true },
            { place: { argument: 0, property } },
            { place: { argument: 0, property: "amount" }, absent: true },
          ],
          effect: "call",
          risk: "critical",
          values: { argument: 0 },
          key: requiredAt1,
          once: true,
          returns: "reply",
        }) as const,
    ),
    {
      match: [
        "Stripe#paymentIntents.create",
        "Stripe#charges.create",
        "Stripe#refunds.create",
        "Stripe#transfers.create",
        "Stripe#payouts.create",
        "Stripe#topups.create",
        "Stripe#subscriptions.create",
        "Stripe#subscriptionSchedules.create",
        "Stripe#subscriptionItems.create",
        "Stripe#invoices.create",
        "Stripe#invoiceItems.create",
        "Stripe#creditNotes.create",
        "Stripe#checkout.sessions.create",
        "Stripe#paymentLinks.create",
        "Stripe#quotes.create",
        "Stripe#billing.creditGrants.create",
        "Stripe#issuing.cards.create",
        "Stripe#treasury.outboundPayments.create",
        "Stripe#treasury.outboundTransfers.create",
      ],
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      key: requiredAt1,
      returns: "reply",
    },
    {
      match: "Stripe#billing.meterEvents.create",
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      key: {
        place: "the event's identifier",
        argument: 0,
        property: "identifier",
        use: "required",
      },
      returns: "reply",
    },
    {
      match: [
        "Stripe#transfers.createReversal",
        "Stripe#customers.createBalanceTransaction",
        "Stripe#customers.createFundingInstructions",
        "Stripe#invoices.addLines",
        "Stripe#subscriptionItems.createUsageRecord",
      ],
      effect: "call",
      risk: "critical",
      values: { argument: 1 },
      key: { place, argument: 2, property, use: "required" },
      returns: "reply",
    },
    {
      match: ["Stripe#invoices.sendInvoice"],
      effect: "call",
      risk: "high",
      key: requiredAt2,
      returns: "reply",
    },
    {
      match: [
        "Stripe#billingPortal.sessions.create",
        "Stripe#customerSessions.create",
        "Stripe#ephemeralKeys.create",
        "Stripe#accountLinks.create",
        "Stripe#accountSessions.create",
        "Stripe#tokens.create",
        "Stripe#setupIntents.create",
        "Stripe#financialConnections.sessions.create",
        "Stripe#identity.verificationSessions.create",
        "Stripe#terminal.connectionTokens.create",
      ],
      effect: "call",
      risk: "low",
      values: { argument: 0 },
      key: optionalAt1,
      returns: "reply",
    },
    {
      match: ["Stripe#customers.create", "Stripe#accounts.create"],
      effect: "call",
      risk: "high",
      values: { argument: 0 },
      key: requiredAt1,
      returns: "reply",
    },
    { match: "Stripe#**.create", effect: "call", values: { argument: 0 }, key: requiredAt1, returns: "reply" },
    {
      match: ["Stripe#customers.createSource", "Stripe#accounts.createExternalAccount", "Stripe#customers.createTaxId"],
      effect: "call",
      values: { argument: 1 },
      key: optionalAt2,
      returns: "reply",
    },
    {
      match: [
        "Stripe#**.confirm",
        "Stripe#**.capture",
        "Stripe#**.pay",
        "Stripe#**.finalizeInvoice",
        "Stripe#**.finalizeQuote",
        "Stripe#**.accept",
        "Stripe#**.attach",
        "Stripe#**.resume",
        "Stripe#**.migrate",
        "Stripe#**.reverse",
        "Stripe#paymentIntents.incrementAuthorization",
        "Stripe#paymentIntents.applyCustomerBalance",
      ],
      effect: "call",
      risk: "critical",
      key: optionalAt2,
      returns: "reply",
    },
    {
      match: [
        "Stripe#**.update",
        "Stripe#**.updateLines",
        "Stripe#**.cancel",
        "Stripe#**.expire",
        "Stripe#**.release",
        "Stripe#**.close",
        "Stripe#**.reject",
        "Stripe#**.approve",
        "Stripe#**.decline",
        "Stripe#**.detach",
        "Stripe#**.voidInvoice",
        "Stripe#**.voidCreditNote",
        "Stripe#**.markUncollectible",
        "Stripe#**.verifyMicrodeposits",
        "Stripe#**.disconnect",
      ],
      effect: "update",
      values: { argument: 1 },
      key: optionalAt2,
      returns: "reply",
    },
    {
      match: ["Stripe#**.del", "Stripe#**.deleteDiscount", "Stripe#**.deleteSource"],
      effect: "delete",
      returns: "reply",
    },
    {
      match: "Stripe#rawRequest",
      effect: "http",
      method: { argument: 0 },
      url: { argument: 1 },
      values: { argument: 2 },
      risk: "critical",
      key: { place, argument: 3, property, use: "required" },
      returns: "reply",
    },
  ],
  signatures: [
    {
      match: [
        "webhooks.constructEvent",
        "webhooks.constructEventAsync",
        "webhooks.constructEventWithoutVerification",
        "parseEventNotification",
        "parseThinEvent",
      ].map((name) => `Stripe#${name}`),
      event: true,
    },
  ],
  sources: [
    {
      match: ["constructEvent", "constructEventAsync", "constructEventWithoutVerification"].map(
        (name) => `Stripe#webhooks.${name}`,
      ),
      on: "call",
      kind: "message",
    },
    { match: ["Stripe#parseEventNotification", "Stripe#parseThinEvent"], on: "call", kind: "message" },
  ],
  conflicts: [
    { property: "type", equals: "StripeIdempotencyError" },
    { property: "code", equals: "resource_already_exists" },
  ],
} satisfies LibraryModel;
