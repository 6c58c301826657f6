import type { LibraryModel } from "../model.js";

/** Brevo reads the key among the mail's own headers, and keeps it for half an hour. */
export default {
  library: "Brevo",
  packages: ["@getbrevo/brevo"],
  versions: ">=4",
  docs: "https://developers.brevo.com/docs/heterogenous-versions-batch-emails",
  calls: [
    {
      match: "BrevoClient#transactionalEmails.sendTransacEmail",
      content: true,
      effect: "call",
      risk: "high",
      target: { text: "mail" },
      values: { argument: 0 },
      key: {
        place: "the Idempotency-Key among the mail's headers",
        argument: 0,
        property: "headers.Idempotency-Key",
        also: ["headers.idempotencyKey"],
        use: "required",
        window: 1_800,
      },
      returns: "reply",
    },
    {
      match: "BrevoClient#transactionalSms.sendTransacSms",
      content: true,
      effect: "call",
      risk: "high",
      target: { text: "sms" },
      values: { argument: 0 },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
