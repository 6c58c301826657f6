import type { LibraryModel } from "../model.js";
import { generation } from "./generation.js";

/** Anthropic's client. Its `idempotencyKey` option sends no header, so it is no key. */
export default {
  library: "Anthropic",
  packages: ["@anthropic-ai/sdk"],
  versions: "*",
  docs: "https://github.com/anthropics/anthropic-sdk-typescript#retries",
  names: { default: "Anthropic" },
  calls: [generation("Anthropic", ["messages.create", "messages.stream", "messages.batches.create"])],
} satisfies LibraryModel;
