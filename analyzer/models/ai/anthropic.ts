import type { LibraryModel } from "../model.js";

/** Anthropic's client. Its `idempotencyKey` option sends no header, so it is no key. */
export default {
  library: "Anthropic",
  packages: ["@anthropic-ai/sdk"],
  versions: "*",
  docs: "https://github.com/anthropics/anthropic-sdk-typescript#retries",
  names: { default: "Anthropic" },
  calls: [
    {
      match: ["Anthropic#messages.create", "Anthropic#messages.stream", "Anthropic#messages.batches.create"],
      effect: "call",
      risk: "low",
      target: { text: "Anthropic" },
      values: { argument: 0 },
      key: {
        place: "the idempotencyKey option",
        argument: 1,
        property: "idempotencyKey",
        use: "optional",
        inert: [{ when: [], why: "the client never sends it" }],
      },
      repeats: { what: "Anthropic's client sends the request again up to 2 times" },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
