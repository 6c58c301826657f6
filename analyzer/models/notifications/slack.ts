import type { LibraryModel } from "../model.js";

const repeats = {
  what: "Slack's client sends the message again up to 10 times when it gets no reply",
  limit: { link: "new", argument: 1, property: "retryConfig.retries" },
} as const;

/** Slack: messages take no key, and its client repeats them by itself. */
export default {
  library: "Slack",
  packages: ["@slack/web-api", "@slack/webhook"],
  versions: ">=6",
  docs: "https://docs.slack.dev/tools/node-slack-sdk/web-api/#retries",
  calls: [
    {
      match: ["WebClient#chat.postMessage", "WebClient#chat.scheduleMessage", "WebClient#chat.postEphemeral"],
      content: true,
      effect: "call",
      risk: "high",
      target: { argument: 0, property: "channel" },
      values: { argument: 0 },
      repeats,
      returns: "reply",
    },
    {
      match: "WebClient#apiCall",
      when: [{ place: { argument: 0 }, pattern: "^chat\\.(post|schedule)" }],
      content: true,
      effect: "call",
      risk: "high",
      target: { argument: 1, property: "channel" },
      values: { argument: 1 },
      repeats,
      returns: "reply",
    },
    {
      match: ["WebClient#conversations.create", "WebClient#files.uploadV2"],
      effect: "call",
      target: { text: "Slack" },
      values: { argument: 0 },
      returns: "reply",
    },
    {
      match: ["WebClient#chat.update", "WebClient#reactions.add"],
      effect: "update",
      risk: "low",
      values: { argument: 0 },
    },
    {
      match: "IncomingWebhook#send",
      content: true,
      effect: "call",
      risk: "high",
      target: { text: "Slack" },
      values: { argument: 0 },
    },
  ],
} satisfies LibraryModel;
