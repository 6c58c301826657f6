import type { LibraryModel } from "../model.js";

const mail = { text: "mail" } as const;

/** Postmark takes no key: a repeat is a second mail. */
export default {
  library: "Postmark",
  packages: ["postmark"],
  versions: ">=3",
  docs: "https://postmarkapp.com/developer/api/email-api",
  names: { default: "", "Client#": "ServerClient#" },
  calls: [
    {
      match: ["sendEmail", "sendEmailBatch", "sendEmailWithTemplate", "sendEmailBatchWithTemplates"].map(
        (name) => `ServerClient#${name}`,
      ),
      effect: "call",
      risk: "high",
      target: mail,
      values: { argument: 0 },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
