import type { LibraryModel } from "../model.js";

const repeated = {
  kind: "webhook",
  delivery: "redelivered",
  repeatedBy: "Slack sends an event again, up to 3 times, when it gets no answer within 3 seconds",
  parameters: [
    {
      index: 0,
      kind: "message",
      members: {
        "context.retryNum": "attempt",
        "context.retryReason": "attempt",
        client: "unknown",
        logger: "unknown",
      },
    },
  ],
} as const;

/** Slack's Bolt: listeners for events, messages, commands and actions. */
export default {
  library: "Slack Bolt",
  packages: ["@slack/bolt"],
  versions: ">=3",
  docs: "https://docs.slack.dev/apis/events-api/#retries",
  names: { default: "" },
  entries: [
    {
      on: "call",
      match: "App#event",
      handlers: { from: 1 },
      name: "Slack event {0}",
      identities: [{ what: "the event's id", expression: "{0}.body.event_id" }],
      ...repeated,
    },
    {
      on: "call",
      match: "App#message",
      handlers: { argument: -1 },
      name: "Slack message {0}",
      identities: [{ what: "the event's id", expression: "{0}.body.event_id" }],
      ...repeated,
    },
    {
      on: "call",
      match: ["App#command", "App#action", "App#view", "App#shortcut", "App#function"],
      handlers: { from: 1 },
      name: "Slack {member} {0}",
      ...repeated,
      delivery: "retried",
      repeatedBy: "the user does it again when Slack shows that it timed out",
    },
  ],
} satisfies LibraryModel;
