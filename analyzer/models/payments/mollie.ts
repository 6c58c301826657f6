import type { LibraryModel } from "../model.js";

const bodyKey = {
  place: "the idempotencyKey field",
  argument: 0,
  property: "idempotencyKey",
  use: "required",
  window: 3_600,
} as const;

/** What the client calls its resources, too. */
const ALIASES = [
  ["payments_refunds", "paymentRefunds"],
  ["payments_captures", "paymentCaptures"],
  ["orders_refunds", "orderRefunds"],
  ["orders_payments", "orderPayments"],
  ["orders_shipments", "orderShipments"],
  ["customers_payments", "customerPayments"],
  ["customers_subscriptions", "customerSubscriptions"],
  ["customers_mandates", "customerMandates"],
] as const;

/** Mollie makes a random key where none is passed: it covers its own retries alone. */
export default {
  library: "Mollie",
  packages: ["@mollie/api-client"],
  versions: ">=4",
  docs: "https://docs.mollie.com/reference/api-idempotency",
  names: {
    "default()": "MollieClient#",
    "createMollieClient()": "MollieClient#",
    ...Object.fromEntries(
      ALIASES.map(([alias, resource]) => [`MollieClient#${alias}`, `MollieClient#${resource}`] as const),
    ),
  },
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
} satisfies LibraryModel;
