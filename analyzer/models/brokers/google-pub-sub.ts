import type { LibraryModel } from "../model.js";

/** Google Pub/Sub. The server makes the message id, so a repeated publish is a new message. */
export default {
  library: "Google Pub/Sub",
  packages: ["@google-cloud/pubsub"],
  versions: ">=3",
  docs: "https://cloud.google.com/pubsub/docs/subscriber",
  names: {
    "PubSub#topic()": "Topic#",
    "PubSub#subscription()": "Subscription#",
    "Topic#subscription()": "Subscription#",
  },
  calls: [
    {
      match: ["Topic#publishMessage", "Topic#publishJSON", "Topic#publish"],
      effect: "publish",
      target: { link: "topic", argument: 0 },
      values: { argument: 0 },
      returns: "reply",
    },
  ],
  entries: [
    {
      on: "call",
      match: "Subscription#on",
      when: [{ place: { argument: 0 }, equals: "message" }],
      handlers: { argument: 1 },
      kind: "stream",
      delivery: "redelivered",
      name: "subscription {subscription:0}",
      repeatedBy: "Pub/Sub delivers a message again that was not acknowledged in time",
      comesFor: 7 * 86_400,
      parameters: [
        { index: 0, kind: "message", members: { ackId: "attempt", deliveryAttempt: "attempt", received: "attempt" } },
      ],
      identities: [{ what: "the message's id", expression: "{0}.id" }],
    },
    {
      on: "type",
      types: ["Message"],
      kind: "stream",
      delivery: "redelivered",
      name: "subscriber {name}",
      repeatedBy: "Pub/Sub delivers a message again that was not acknowledged in time",
      comesFor: 7 * 86_400,
      parameters: [
        { index: 0, kind: "message", members: { ackId: "attempt", deliveryAttempt: "attempt", received: "attempt" } },
      ],
      identities: [{ what: "the message's id", expression: "{0}.id" }],
    },
  ],
} satisfies LibraryModel;
