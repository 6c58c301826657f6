import type { LibraryModel } from "../model.js";

const mail = { text: "mail" } as const;

/** SendGrid takes no key: a repeat is a second mail. */
export default {
  library: "SendGrid",
  packages: ["@sendgrid/mail", "@sendgrid/client"],
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
    // `client.request({ method: "POST", url: "/v3/mail/send", body })`
    {
      match: ["MailService#request", "Client#request"],
      effect: "http",
      url: { argument: 0, property: "url" },
      method: { argument: 0, property: "method" },
      values: { argument: 0, property: "body" },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
