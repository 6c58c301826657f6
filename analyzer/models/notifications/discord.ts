import type { CallModel, LibraryModel } from "../model.js";

const message = {
  content: true,
  effect: "call",
  risk: "high",
  target: { text: "Discord" },
  values: { argument: 0 },
  key: {
    place: "the nonce with enforceNonce",
    argument: 0,
    property: "nonce",
    use: "required",
    window: 120,
    inert: [
      {
        when: [{ place: { argument: 0, property: "enforceNonce" }, absent: true }],
        why: "Discord compares the nonce only with enforceNonce",
      },
    ],
  },
  returns: "reply",
} as const satisfies Omit<CallModel, "match">;

/** Discord drops a message whose nonce it saw within a few minutes, when it is told to. */
export default {
  library: "Discord",
  packages: ["discord.js"],
  versions: ">=14",
  docs: "https://discord.com/developers/docs/resources/message#create-message",
  calls: [
    {
      match: ["TextChannel#send", "ThreadChannel#send", "DMChannel#send", "User#send", "WebhookClient#send"],
      ...message,
    },
  ],
} satisfies LibraryModel;
