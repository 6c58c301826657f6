import type { LibraryModel } from "../model.js";

const mail = { text: "mail" } as const;

/** Mailgun takes no key: a repeat is a second mail. */
export default {
  library: "Mailgun",
  packages: ["mailgun.js"],
  versions: ">=8",
  docs: "https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages",
  names: { default: "Mailgun", "Mailgun#client()": "MailgunClient#", "IMailgunClient#": "MailgunClient#" },
  calls: [
    {
      match: "MailgunClient#messages.create",
      content: true,
      effect: "call",
      risk: "high",
      target: mail,
      values: { argument: 1 },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
