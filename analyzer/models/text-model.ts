import type { Place } from "./place.js";

/** A call that sends nothing: it makes SQL text for another one to send, or adds to it. */
export interface TextModel {
  readonly match: string | readonly string[];
  /**
   * What the text is made of, in order: fixed parts, and what stands at a place. There a text goes in as it is, an object as
   * one value, a list as one statement after the other.
   */
  readonly pieces: readonly (string | Place)[];
  /** Placeholders that the call fills in, as a regular expression whose first group is the value's name if it has one. */
  readonly fills?: {
    readonly placeholder: string;
    /** The values: a list or an object, or with `spread` the arguments from there on. */
    readonly values: Place;
    readonly spread?: boolean;
  };
  /** What it is called on changes: `query.append(…)`. The pieces come after the text that it has. */
  readonly adds?: boolean;
}
