import type { LibraryModel } from "../model.js";

const mail = { text: "mail" } as const;

/** SendGrid takes no key: a repeat is a second mail. */
export default {
  library: "SendGrid",
  packages: ["@sendgrid/mail"],
  versions: ">=7",
  docs: "https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send",
  names: { default: "MailService#", "": "MailService#", "MailService#default": "MailService#" },
  calls: [
    {
      match: ["MailService#send", "MailService#sendMultiple"],
      content: true,
      effect: "call",
      risk: "high",
      target: mail,
      values: { argument: 0 },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
