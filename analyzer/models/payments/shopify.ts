import type { LibraryModel } from "../model.js";

/** Mutations that Shopify repeats only under the `@idempotent` directive, or under an `idempotencyKey` of their own. */
const keyed =
  "mutation[^]*\\b(refundCreate|returnProcess|inventory(Adjust|Set|Move)\\w*|inventoryShipment\\w*|subscriptionBillingAttemptCreate|appUsageRecordCreate|orderCapture|orderCreate)\\b";

const mutating = ["AdminApiClient#request", "GraphqlClient#request", "AdminApiContext#graphql"] as const;

/** Shopify's Admin API: the key stands in the GraphQL document. */
export default {
  library: "Shopify",
  packages: [
    "@shopify/admin-api-client",
    "@shopify/shopify-api",
    "@shopify/shopify-app-react-router/server",
    "@shopify/shopify-app-remix/server",
  ],
  versions: ">=1",
  docs: "https://shopify.dev/docs/api/usage/implementing-idempotency",
  names: {
    "createAdminApiClient()": "AdminApiClient#",
    "shopifyApi()": "Shopify#",
    "Shopify#clients.Graphql#": "GraphqlClient#",
    "shopifyApp()": "App#",
    "App#authenticate.admin().admin": "AdminApiContext#",
    "App#unauthenticated.admin().admin": "AdminApiContext#",
  },
  signatures: [
    { match: ["Shopify#webhooks.process", "Shopify#webhooks.validate"] },
    { match: "App#authenticate.webhook", event: true },
  ],
  sources: [{ match: "App#authenticate.webhook", on: "call", kind: "message" }],
  calls: [
    {
      match: mutating,
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
      match: mutating,
      when: [{ place: { argument: 0 }, pattern: "^\\s*mutation\\b" }],
      effect: "call",
      risk: "low",
      target: { text: "Shopify" },
      values: { argument: 1, property: "variables" },
      returns: "reply",
    },
    { match: [...mutating, "AdminApiClient#fetch"], effect: "read", returns: "reply" },
  ],
} satisfies LibraryModel;
