import type { LibraryModel } from "../model.js";

/** Web push: a topic replaces what is not delivered yet, it drops no repeat. */
export default {
  library: "web-push",
  packages: ["web-push"],
  versions: ">=3",
  docs: "https://github.com/web-push-libs/web-push#sendnotificationpushsubscription-payload-options",
  names: { default: "" },
  calls: [
    {
      match: "sendNotification",
      content: true,
      effect: "call",
      risk: "high",
      target: { text: "push notification" },
      values: { argument: 1 },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
