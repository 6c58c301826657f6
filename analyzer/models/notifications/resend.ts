import type { LibraryModel } from "../model.js";

const mail = { text: "mail" } as const;
const contacts = { text: "contacts" } as const;
const who = { argument: 0 } as const;

/** Resend keeps a key for 24 hours. */
export default {
  library: "Resend",
  packages: ["resend"],
  versions: ">=4",
  docs: "https://resend.com/docs/dashboard/emails/idempotency-keys",
  calls: [
    {
      match: ["Resend#emails.send", "Resend#emails.create", "Resend#emails.receiving.forward"],
      content: true,
      effect: "call",
      risk: "high",
      target: mail,
      values: { argument: 0 },
      key: {
        place: "the idempotencyKey option",
        argument: 1,
        property: "idempotencyKey",
        orArgument: 0,
        also: ["headers.Idempotency-Key"],
        use: "required",
        window: 86_400,
      },
      returns: "reply",
    },
    {
      match: ["Resend#batch.send", "Resend#batch.create"],
      content: true,
      effect: "call",
      risk: "high",
      target: mail,
      values: { argument: 0 },
      key: {
        place: "the idempotencyKey option",
        argument: 1,
        property: "idempotencyKey",
        use: "required",
        window: 86_400,
      },
      returns: "reply",
    },
    // Within an audience an address is one contact.
    { match: "Resend#contacts.get", effect: "read", target: contacts, where: who, found: "data", returns: "row" },
    { match: "Resend#contacts.create", effect: "upsert", target: contacts, where: who, values: who, returns: "reply" },
  ],
} satisfies LibraryModel;
