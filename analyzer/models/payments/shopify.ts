import type { LibraryModel } from "../model.js";

/** Mutations that Shopify repeats only under the `@idempotent` directive, or under an `idempotencyKey` of their own. */
const keyed =
  "mutation[^]*\\b(refundCreate|returnProcess|inventory(Adjust|Set|Move)\\w*|inventoryShipment\\w*|subscriptionBillingAttemptCreate|appUsageRecordCreate|orderCapture|orderCreate)\\b";

/** Shopify's Admin API: the key stands in the GraphQL document. */
export default {
  library: "Shopify",
  packages: ["@shopify/admin-api-client"],
  versions: ">=1",
  docs: "https://shopify.dev/docs/api/usage/implementing-idempotency",
  names: { "createAdminApiClient()": "AdminApiClient#" },
  calls: [
    {
      match: "AdminApiClient#request",
      when: [{ place: { argument: 0 }, pattern: keyed }],
      effect: "call",
      risk: "critical",
      target: { text: "Shopify" },
      values: { argument: 1, property: "variables" },
      key: {
        place: "the key of the @idempotent directive",
        argument: 1,
        property: "variables.key",
        also: ["variables.idempotencyKey"],
        use: "required",
      },
      returns: "reply",
    },
    {
      match: "AdminApiClient#request",
      when: [{ place: { argument: 0 }, pattern: "^\\s*mutation\\b" }],
      effect: "call",
      risk: "low",
      target: { text: "Shopify" },
      values: { argument: 1, property: "variables" },
      returns: "reply",
    },
    { match: ["AdminApiClient#request", "AdminApiClient#fetch"], effect: "read", returns: "reply" },
  ],
} satisfies LibraryModel;
