import type { LibraryModel } from "../model.js";

/** Packages that hand its webhooks to a framework. */
const ADAPTERS = ["nextjs", "express", "fastify", "hono", "elysia", "nuxt", "remix", "sveltekit", "tanstack-start"];

/** Polar takes no key. What it is told of usage has an id of its own, by which it drops repeats. */
export default {
  library: "Polar",
  packages: ["@polar-sh/sdk", "@polar-sh/sdk/webhooks", ...ADAPTERS.map((name) => `@polar-sh/${name}`)],
  versions: ">=0.30",
  docs: "https://polar.sh/docs/api-reference/introduction",
  calls: [
    {
      match: ["Polar#refunds.create", "Polar#orders.create", "Polar#orders.finalize", "Polar#subscriptions.create"],
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      returns: "reply",
    },
    {
      match: "Polar#events.ingest",
      effect: "call",
      risk: "high",
      target: { text: "Polar usage" },
      values: { argument: 0 },
      key: {
        place: "the event's externalId",
        argument: 0,
        property: "events[].externalId",
        use: "required",
      },
      returns: "reply",
    },
    {
      match: ["Polar#checkouts.create", "Polar#customerSessions.create"],
      effect: "call",
      risk: "low",
      target: { text: "Polar" },
      values: { argument: 0 },
      returns: "reply",
    },
    { match: ["Polar#*.get", "Polar#*.list"], effect: "read", returns: "reply" },
  ],
  entries: [
    {
      on: "call",
      match: "Webhooks",
      handlers: { argument: 0 },
      kind: "webhook",
      delivery: "redelivered",
      name: "Polar {property}",
      repeatedBy: "Polar delivers an event again until it gets a success",
      parameters: [{ index: 0, kind: "message" }],
    },
  ],
  signatures: [{ match: "validateEvent", event: true }],
  sources: [{ match: "validateEvent", on: "call", kind: "message" }],
} satisfies LibraryModel;
