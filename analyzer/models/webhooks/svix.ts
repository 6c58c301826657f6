import type { LibraryModel } from "../model.js";

/** Svix and Standard Webhooks: what the verification returns is the sender's event. */
export default {
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
      key: {
        place: "the idempotencyKey option or the message's eventId",
        argument: 2,
        property: "idempotencyKey",
        orArgument: 1,
        also: ["eventId"],
        use: "required",
      },
      returns: "reply",
    },
    {
      match: "Svix#endpoint.create",
      effect: "call",
      risk: "normal",
      target: { text: "webhook endpoint" },
      key: { place: "the idempotencyKey option", argument: 2, property: "idempotencyKey", use: "required" },
      returns: "reply",
    },
    {
      match: "Svix#application.create",
      effect: "call",
      risk: "normal",
      target: { text: "webhook application" },
      key: {
        place: "the idempotencyKey option or the application's uid",
        argument: 1,
        property: "idempotencyKey",
        orArgument: 0,
        also: ["uid"],
        use: "required",
      },
      returns: "reply",
    },
    { match: ["Svix#application.getOrCreate", "Svix#endpoint.get", "Svix#endpoint.list"], effect: "read" },
  ],
  signatures: [{ match: "Webhook#verify", event: true }],
  sources: [{ match: "Webhook#verify", on: "call", kind: "message" }],
} satisfies LibraryModel;
