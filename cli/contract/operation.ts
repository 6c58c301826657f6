import type { EntryKind, Site } from "../../analyzer/trace.js";

/** The seven questions of a key's design; the answers to a repeat are told apart by how far the first attempt came. */
export const QUESTIONS = {
  keys: "Does it support keys?",
  madeBy: "Who makes the key?",
  retention: "How long is it remembered?",
  otherPayload: "The same key with another payload?",
  inProgress: "A repeat while the first is in progress?",
  completed: "A repeat after it was completed?",
  failed: "A repeat after it failed?",
  expired: "A repeat after the key expired?",
  replayedBody: "What does a repeat get as its body?",
  retries: "How do callers retry?",
} as const;

export type Question = keyof typeof QUESTIONS;

/** The answers that exist for each question. Retention may also be a number of hours or days: `24h`, `30d`. */
export const ANSWERS = {
  keys: ["supported", "natural", "not needed", "partly", "no"],
  madeBy: ["client", "sender", "business", "server"],
  retention: ["for ever"],
  otherPayload: ["refused", "taken for the first"],
  inProgress: ["waits", "refused", "taken for completed", "done again"],
  completed: ["not done again", "refused", "fails", "done again"],
  failed: ["done again", "stuck"],
  expired: ["never expires", "done again"],
  replayedBody: ["same", "read again", "other"],
  retries: ["redelivered", "retried", "replayed"],
} as const satisfies Readonly<Record<Question, readonly string[]>>;

/** What is known of one question, and from where. */
export interface Answer {
  /** One of `ANSWERS`, or `unknown`. */
  readonly value: string;
  readonly because: string;
  readonly from: "analysis" | "run" | "nothing";
  readonly site?: Site;
}

/** One endpoint or consumer with its answers. */
export interface Operation {
  /** The entry point's name, with its file where several share one. */
  readonly name: string;
  readonly entry: string;
  readonly kind: EntryKind;
  readonly site: Site;
  readonly answers: Readonly<Record<Question, Answer>>;
  /** The header that carries the key, when one does. */
  readonly header?: string;
  /** Rules that report a gap here. */
  readonly gaps: readonly string[];
}

/** What nobody can tell from the code. */
export function unknown(because: string): Answer {
  return { value: "unknown", because, from: "nothing" };
}
