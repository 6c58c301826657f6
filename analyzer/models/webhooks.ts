import type { LibraryModel } from "./model.js";

/** Signed webhooks: what the verification returns is the sender's event. */
export default [
  {
    library: "Svix",
    packages: ["svix", "standardwebhooks"],
    versions: ">=1",
    docs: "https://docs.svix.com/idempotency",
    calls: [
      {
        match: "Svix#message.create",
        effect: "call",
        risk: "high",
        target: { text: "webhook" },
        values: { argument: 1 },
        key: { place: "the idempotencyKey option", argument: 2, property: "idempotencyKey", use: "required" },
        returns: "reply",
      },
    ],
    sources: [{ match: "Webhook#verify", on: "call", kind: "message" }],
  },
  {
    library: "GitHub webhooks",
    packages: ["@octokit/webhooks"],
    versions: ">=10",
    docs: "https://docs.github.com/webhooks/using-webhooks/handling-failed-webhook-deliveries",
    entries: [
      {
        on: "call",
        match: ["Webhooks#on", "Webhooks#onAny"],
        handlers: { argument: -1 },
        kind: "webhook",
        delivery: "redelivered",
        name: "GitHub webhook {0}",
        repeatedBy: "GitHub sends a delivery again when somebody asks for it",
        parameters: [{ index: 0, kind: "message" }],
        identities: [{ what: "the delivery's id", expression: "{0}.id" }],
      },
    ],
  },
] as const satisfies readonly LibraryModel[];
