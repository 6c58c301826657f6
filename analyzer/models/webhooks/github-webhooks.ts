import type { LibraryModel } from "../model.js";

/** GitHub's webhooks by Octokit. */
export default {
  library: "GitHub webhooks",
  packages: ["@octokit/webhooks"],
  versions: ">=10",
  docs: "https://docs.github.com/webhooks/using-webhooks/handling-failed-webhook-deliveries",
  signatures: [{ match: ["Webhooks#verify", "Webhooks#verifyAndReceive"], sender: "GitHub" }],
  entries: [
    {
      on: "call",
      match: ["Webhooks#on", "Webhooks#onAny"],
      handlers: { argument: -1 },
      kind: "webhook",
      delivery: "redelivered",
      name: "GitHub webhook {0}",
      repeatedBy: "GitHub sends a delivery again when somebody asks for it",
      parameters: [{ index: 0, kind: "message" }],
      identities: [{ what: "the delivery's id", expression: "{0}.id" }],
    },
  ],
} satisfies LibraryModel;
