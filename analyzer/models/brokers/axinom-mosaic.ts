import type { EntryModel } from "../entry-model.js";
import type { LibraryModel } from "../model.js";

function handler(base: string, method: string, repeatedBy: string, identity: EntryModel["identities"]): EntryModel {
  return {
    on: "method",
    extends: base,
    method,
    kind: "queue",
    delivery: "redelivered",
    name: "message {class}",
    repeatedBy,
    parameters: [
      { index: 0, kind: "message", members: { startedAttempts: "attempt", finishedAttempts: "attempt" } },
      { index: 1, kind: "message", members: { "fields.deliveryTag": "attempt", "fields.redelivered": "attempt" } },
    ],
    ...(identity ? { identities: identity } : {}),
  };
}

/** Axinom Mosaic's messages: an outbox row gets a new id on each call, an inbox row is kept once under the id it is given. */
export default {
  library: "Axinom Mosaic",
  packages: ["@axinom/mosaic-transactional-inbox-outbox", "@axinom/mosaic-message-bus"],
  versions: "*",
  docs: "https://www.npmjs.com/package/@axinom/mosaic-transactional-inbox-outbox",
  names: { "setupMessagingBroker()": "Broker#", "getStoreOutboxMessage()": "setupOutboxStorage()" },
  calls: [
    {
      match: "setupOutboxStorage()",
      effect: "insert",
      target: { text: "outbox" },
      values: { argument: 2 },
    },
    {
      match: "setupInboxStorage()",
      effect: "insert",
      target: { text: "inbox" },
      values: { argument: 4 },
      identityColumns: ["messageId"],
      conflictClauses: [{ link: "setupInboxStorage", mode: "ignore" }],
    },
    {
      match: ["Broker#publish", "Broker#publishEvent", "Broker#publishCommand"],
      effect: "publish",
      target: { argument: 1, property: "messageType" },
      values: { argument: 2 },
      returns: "reply",
    },
  ],
  entries: [
    handler(
      "TransactionalInboxMessageHandler",
      "handleMessage",
      "the listener hands a stored message over again until its handler commits",
      [{ what: "the message's id", expression: "{0}.id" }],
    ),
    handler(
      "MessageHandler",
      "onMessage",
      "RabbitMQ delivers a message again whose handler failed or did not answer",
      undefined,
    ),
  ],
} satisfies LibraryModel;
