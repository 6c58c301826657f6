import type { LibraryModel } from "../model.js";
import { event, request } from "./trigger.js";

/** Google's Functions Framework. */
export default {
  library: "Functions Framework",
  packages: ["@google-cloud/functions-framework"],
  versions: ">=3",
  docs: "https://cloud.google.com/functions/docs/bestpractices/retries",
  names: { default: "" },
  entries: [
    { on: "call", match: "http", handlers: { argument: 1 }, name: "HTTP function {0}", ...request },
    {
      on: "call",
      match: "cloudEvent",
      handlers: { argument: 1 },
      kind: "event",
      name: "function {0}",
      repeatedBy: "Google Cloud delivers an event at least once",
      ...event,
    },
  ],
} satisfies LibraryModel;
