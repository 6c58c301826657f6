import type { EntryModel } from "../entry-model.js";

/** A mutation's resolver, and who sends it again; its arguments are the second parameter. */
export const resolver = {
  kind: "graphql",
  delivery: "retried",
  repeatedBy: "the client sends the mutation again when it gets no reply",
  parameters: [
    { index: 1, kind: "caller" },
    { index: 2, kind: "unknown" },
  ],
} as const satisfies Partial<EntryModel>;
