import type { LibraryModel } from "../model.js";
import { generation } from "./generation.js";

/** OpenAI's client. Its `idempotencyKey` option sends no header, so it is no key. */
export default {
  library: "OpenAI",
  packages: ["openai"],
  versions: ">=4",
  docs: "https://github.com/openai/openai-node#retries",
  names: { default: "OpenAI" },
  calls: [
    generation("OpenAI", [
      "chat.completions.create",
      "responses.create",
      "images.generate",
      "embeddings.create",
      "batches.create",
      "files.create",
      "fineTuning.jobs.create",
    ]),
  ],
} satisfies LibraryModel;
