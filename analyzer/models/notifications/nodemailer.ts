import type { LibraryModel } from "../model.js";

const mail = { text: "mail" } as const;

/** Nodemailer: SMTP has no key, a repeat is a second mail. */
export default {
  library: "Nodemailer",
  packages: ["nodemailer"],
  versions: ">=6",
  docs: "https://nodemailer.com/usage",
  names: { default: "", "createTransport()": "Transporter#", "Mail#": "Transporter#" },
  calls: [
    {
      match: "Transporter#sendMail",
      content: true,
      effect: "call",
      risk: "high",
      target: mail,
      values: { argument: 0 },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
