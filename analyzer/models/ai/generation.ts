import type { CallModel } from "../call-model.js";

/** Calls that have a model make something: a second one costs, and does nothing else. The `idempotencyKey` option sends no header. */
export function generation(client: string, members: readonly string[]): CallModel {
  return {
    match: members.map((member) => `${client}#${member}`),
    effect: "call",
    risk: "low",
    target: { text: client },
    values: { argument: 0 },
    key: {
      place: "the idempotencyKey option",
      argument: 1,
      property: "idempotencyKey",
      use: "optional",
      inert: [{ when: [], why: "the client never sends it" }],
    },
    repeats: { what: `${client}'s client sends the request again up to 2 times` },
    returns: "reply",
  };
}
