import type { LibraryModel } from "../model.js";

const sms = { text: "SMS" } as const;

/** Twilio takes no key for messages and calls. */
export default {
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
  signatures: [
    {
      match: ["validateRequest", "validateRequestWithBody", "validateExpressRequest"].flatMap((name) => [
        name,
        `default.${name}`,
      ]),
    },
    { match: ["webhook", "default.webhook"], middleware: true },
  ],
  calls: [
    {
      match: "Twilio#calls().payments.create",
      effect: "call",
      risk: "critical",
      values: { argument: 0 },
      key: { place: "the idempotencyKey field", argument: 0, property: "idempotencyKey", use: "required" },
      returns: "reply",
    },
    {
      match: "Twilio#calls().userDefinedMessages.create",
      effect: "call",
      risk: "high",
      values: { argument: 0 },
      key: { place: "the idempotencyKey field", argument: 0, property: "idempotencyKey", use: "required" },
      returns: "reply",
    },
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
} satisfies LibraryModel;
