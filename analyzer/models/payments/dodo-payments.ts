import type { LibraryModel } from "../model.js";

const inert = {
  place: "the idempotencyKey option",
  property: "idempotencyKey",
  use: "optional",
  inert: [{ when: [], why: "the client never sends it" }],
} as const;

/** Dodo Payments takes no key: the option that its client has is sent under no header. */
export default {
  library: "Dodo Payments",
  packages: ["dodopayments"],
  versions: ">=1",
  docs: "https://docs.dodopayments.com/api-reference/introduction",
  names: { default: "DodoPayments" },
  calls: [
    {
      match: ["DodoPayments#payments.create", "DodoPayments#refunds.create", "DodoPayments#subscriptions.create"],
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      key: { ...inert, argument: 1 },
      repeats: { what: "the client of Dodo Payments sends the request again up to 2 times" },
      returns: "reply",
    },
    {
      match: ["DodoPayments#subscriptions.charge", "DodoPayments#subscriptions.changePlan"],
      effect: "call",
      risk: "critical",
      values: { argument: 1 },
      key: { ...inert, argument: 2 },
      repeats: { what: "the client of Dodo Payments sends the request again up to 2 times" },
      returns: "reply",
    },
    {
      match: "DodoPayments#usageEvents.ingest",
      effect: "call",
      risk: "high",
      target: { text: "Dodo Payments usage" },
      values: { argument: 0 },
      key: { place: "the event's event_id", argument: 0, property: "events[].event_id", use: "required" },
      returns: "reply",
    },
    {
      match: "DodoPayments#checkoutSessions.create",
      effect: "call",
      risk: "low",
      target: { text: "Dodo Payments checkout" },
      values: { argument: 0 },
      returns: "reply",
    },
    { match: ["DodoPayments#*.retrieve", "DodoPayments#*.list"], effect: "read", returns: "reply" },
  ],
  signatures: [{ match: "DodoPayments#webhooks.unwrap", event: true }],
  sources: [{ match: "DodoPayments#webhooks.unwrap", on: "call", kind: "message" }],
} satisfies LibraryModel;
