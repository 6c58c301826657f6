import type { KeyModel } from "../key-model.js";

/** APIs that teams call by plain HTTP and whose documentation knows no idempotency key: what is sent twice arrives twice. */
export const keyless: NonNullable<KeyModel["keyless"]> = [
  // https://core.telegram.org/bots/api#sendmessage
  { address: "^api\\.telegram\\.org/", receiver: "Telegram" },
  // https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
  { address: "^graph\\.facebook\\.com/(.*/)?messages$", receiver: "WhatsApp" },
  // https://postmarkapp.com/developer/api/email-api
  { address: "^api\\.postmarkapp\\.com/", receiver: "Postmark" },
  // https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
  { address: "^api(\\.eu)?\\.sendgrid\\.com/", receiver: "SendGrid" },
  // https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages
  { address: "^api(\\.eu)?\\.mailgun\\.net/", receiver: "Mailgun" },
  // https://www.twilio.com/docs/messaging/api/message-resource
  { address: "^api\\.twilio\\.com/2010-04-01/", receiver: "Twilio" },
  // https://docs.slack.dev/reference/methods/chat.postMessage
  { address: "^(slack\\.com/api/|hooks\\.slack\\.com/)", receiver: "Slack" },
  // https://discord.com/developers/docs/resources/webhook#execute-webhook
  { address: "^discord(app)?\\.com/api/(v\\d+/)?webhooks/", receiver: "Discord's webhook" },
  // https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send
  { address: "^fcm\\.googleapis\\.com/", receiver: "Firebase Cloud Messaging" },
  // https://docs.expo.dev/push-notifications/sending-notifications/#http2-api
  { address: "^exp\\.host/--/api/v2/push/", receiver: "Expo" },
];
