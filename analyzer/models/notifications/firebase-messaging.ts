import type { LibraryModel } from "../model.js";

/** Firebase Cloud Messaging takes no key: a collapse key replaces what waits on the device, it drops no repeat. */
export default {
  library: "Firebase Messaging",
  packages: ["firebase-admin/messaging"],
  versions: ">=10",
  docs: "https://firebase.google.com/docs/cloud-messaging/send/admin-sdk",
  names: { "getMessaging()": "Messaging#" },
  calls: [
    {
      match: ["send", "sendEach", "sendEachForMulticast"].map((method) => `Messaging#${method}`),
      content: true,
      effect: "call",
      risk: "high",
      target: { text: "push notification" },
      values: { argument: 0 },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
