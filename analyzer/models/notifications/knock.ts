import type { LibraryModel } from "../model.js";

/** Knock. */
export default {
  library: "Knock",
  packages: ["@knocklabs/node"],
  versions: ">=0.5",
  docs: "https://docs.knock.app/api-reference/overview/idempotent-requests",
  names: { default: "Knock" },
  calls: [
    {
      match: "Knock#workflows.trigger",
      effect: "call",
      risk: "high",
      target: { argument: 0 },
      values: { argument: 1 },
      key: { place: "the idempotencyKey option", argument: 2, property: "idempotencyKey", use: "required" },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
