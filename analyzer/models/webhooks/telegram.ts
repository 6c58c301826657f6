import type { EntryModel } from "../entry-model.js";

/** Telegram's updates, as the frameworks for its bots hand them to handlers. */
export function telegramUpdates(match: readonly string[], name: string, from: 0 | 1): EntryModel {
  return {
    on: "call",
    match,
    handlers: { from },
    kind: "webhook",
    delivery: "redelivered",
    name,
    repeatedBy: "Telegram sends an update again until the bot has answered it, or asked for later ones",
    parameters: [
      {
        index: 0,
        kind: "message",
        members: { api: "unknown", telegram: "unknown", session: "unknown", payload: "business" },
      },
    ],
    identities: [{ what: "the update's id", expression: "{0}.update.update_id" }],
  };
}
