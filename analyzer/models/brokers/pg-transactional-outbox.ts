import type { EntryModel } from "../entry-model.js";
import type { LibraryModel } from "../model.js";

function listener(match: readonly string[], property: string): EntryModel {
  return {
    on: "call",
    match,
    handlers: { argument: 1, property },
    kind: "queue",
    delivery: "redelivered",
    name: "stored message",
    repeatedBy: "the listener hands a stored message over again until its handler commits",
    parameters: [
      { index: 0, kind: "message", members: { startedAttempts: "attempt", finishedAttempts: "attempt" } },
      { index: 1, kind: "unknown" },
    ],
    identities: [{ what: "the message's id", expression: "{0}.id" }],
  };
}

const listeners = ["initializePollingMessageListener", "initializeReplicationMessageListener"] as const;

/** pg-transactional-outbox: messages are rows of the database, written with what they tell of, and handled in a transaction. */
export default {
  library: "pg-transactional-outbox",
  packages: ["pg-transactional-outbox"],
  versions: ">=0.5",
  docs: "https://github.com/Zehelein/pg-transactional-outbox",
  calls: [
    // `ON CONFLICT (id) DO NOTHING`
    {
      match: "initializeMessageStorage()",
      effect: "insert",
      target: { link: "initializeMessageStorage", argument: 0, property: "settings.dbTable" },
      orTarget: [{ text: "outbox" }],
      values: { argument: 0 },
      identityColumns: ["id"],
      conflictClauses: [{ link: "initializeMessageStorage", mode: "ignore" }],
    },
  ],
  entries: [listener(listeners, "[].handle"), listener(listeners, "handle")],
} satisfies LibraryModel;
