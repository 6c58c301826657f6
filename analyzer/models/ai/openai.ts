import type { LibraryModel } from "../model.js";

/** OpenAI's client. Its `idempotencyKey` option sends no header, so it is no key. */
export default {
  library: "OpenAI",
  packages: ["openai"],
  versions: ">=4",
  docs: "https://github.com/openai/openai-node#retries",
  names: { default: "OpenAI" },
  calls: [
    {
      match: [
        "OpenAI#chat.completions.create",
        "OpenAI#responses.create",
        "OpenAI#images.generate",
        "OpenAI#embeddings.create",
        "OpenAI#batches.create",
        "OpenAI#files.create",
        "OpenAI#fineTuning.jobs.create",
      ],
      effect: "call",
      risk: "low",
      target: { text: "OpenAI" },
      values: { argument: 0 },
      key: {
        place: "the idempotencyKey option",
        argument: 1,
        property: "idempotencyKey",
        use: "optional",
        inert: [{ when: [], why: "the client never sends it" }],
      },
      repeats: { what: "OpenAI's client sends the request again up to 2 times" },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
