import type { LibraryModel } from "../model.js";

/** OneSignal keeps an idempotency key for 30 days. */
export default {
  library: "OneSignal",
  packages: ["@onesignal/node-onesignal"],
  versions: ">=2",
  docs: "https://documentation.onesignal.com/docs/en/idempotent-notification-requests",
  names: { default: "" },
  calls: [
    {
      match: "DefaultApi#createNotification",
      content: true,
      effect: "call",
      risk: "high",
      target: { text: "push notification" },
      values: { argument: 0 },
      key: {
        place: "the idempotency_key field",
        argument: 0,
        property: "idempotency_key",
        use: "required",
        window: 30 * 86_400,
      },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
