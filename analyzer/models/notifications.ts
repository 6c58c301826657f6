import type { LibraryModel } from "./model.js";

const mail = { text: "mail" } as const;
const sms = { text: "SMS" } as const;

/** Mail, text messages and chat. Most of their APIs take no key: a repeat is a second message. */
export default [
  {
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
  },
  {
    library: "Resend",
    packages: ["resend"],
    versions: ">=4",
    docs: "https://resend.com/docs/dashboard/emails/idempotency-keys",
    calls: [
      {
        match: ["Resend#emails.send", "Resend#emails.create", "Resend#batch.send", "Resend#batch.create"],
        content: true,
        effect: "call",
        risk: "high",
        target: mail,
        values: { argument: 0 },
        key: { place: "the idempotencyKey option", argument: 1, property: "idempotencyKey", use: "required" },
        returns: "reply",
      },
    ],
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
    library: "Twilio",
    packages: ["twilio"],
    versions: ">=4",
    docs: "https://www.twilio.com/docs/messaging/api/message-resource",
    names: {
      "default()": "Twilio#",
      "()": "Twilio#",
      "default.Twilio": "Twilio",
      "#": "Twilio#",
      "default#": "Twilio#",
    },
    calls: [
      {
        match: ["Twilio#messages.create", "Twilio#calls.create"],
        content: true,
        effect: "call",
        risk: "high",
        target: sms,
        values: { argument: 0 },
        returns: "reply",
      },
      {
        match: "Twilio#verify.v2.services().verifications.create",
        effect: "call",
        risk: "high",
        target: { text: "verification" },
        values: { argument: 0 },
        returns: "reply",
      },
    ],
  },
  {
    library: "Slack",
    packages: ["@slack/web-api", "@slack/webhook"],
    versions: ">=6",
    docs: "https://docs.slack.dev/tools/node-slack-sdk/web-api/#retries",
    calls: [
      {
        match: ["WebClient#chat.postMessage", "WebClient#chat.scheduleMessage", "WebClient#chat.postEphemeral"],
        content: true,
        effect: "call",
        risk: "high",
        target: { argument: 0, property: "channel" },
        values: { argument: 0 },
        repeats: { what: "Slack's client sends the message again up to 10 times when it gets no reply" },
        returns: "reply",
      },
      {
        match: ["WebClient#conversations.create", "WebClient#files.uploadV2"],
        effect: "call",
        target: { text: "Slack" },
        values: { argument: 0 },
        returns: "reply",
      },
      {
        match: ["WebClient#chat.update", "WebClient#reactions.add"],
        effect: "update",
        risk: "low",
        values: { argument: 0 },
      },
      {
        match: "IncomingWebhook#send",
        content: true,
        effect: "call",
        risk: "high",
        target: { text: "Slack" },
        values: { argument: 0 },
      },
    ],
  },
] as const satisfies readonly LibraryModel[];
