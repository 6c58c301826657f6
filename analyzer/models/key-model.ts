import type { SwitchedOn } from "../trace.js";
import type { Condition } from "./place.js";

/** Where a call takes the key by which its receiver knows a second one. */
export interface KeyModel {
  /** For people: `the idempotencyKey option`. */
  readonly place: string;
  readonly argument: number;
  /** Dotted; `headers.Idempotency-Key` matches header names case-insensitively. */
  readonly property?: string;
  /** Another argument that may hold it, when an optional one before it is left out (`confirm(id, options)`). */
  readonly orArgument?: number;
  /**
   * Calls of the chain that set headers, by name and value or all at once: `.set("Idempotency-Key", id)`, `.headers({ … })`.
   * Without `property` the argument is one of theirs: `.setId(id)`.
   */
  readonly setBy?: readonly string[];
  /** Other spellings that count as the key, dotted like `property`. */
  readonly also?: readonly string[];
  /** The receiver takes UUIDs alone. */
  readonly uuid?: boolean;
  /** An option that has the library make the key of the content itself. */
  readonly byContent?: string;
  /** `required`: passing none is reported. `optional`: only its quality is judged when it is passed. */
  readonly use: "required" | "optional";
  /** Seconds for which the receiver knows the key, where its documentation says; it forgets it afterwards. */
  readonly window?: number;
  /** Drops repeats only when the target was created so. */
  readonly switchedOn?: SwitchedOn;
  /** Calls at which the key that is passed does nothing; the first one whose conditions hold tells why. */
  readonly inert?: readonly InertModel[];
  /** Where the key is put by mistake: nothing reads it there. */
  readonly misplaced?: readonly MisplacedModel[];
  /** For `effect: "http"`: who takes no key at all, known by a regular expression over the address without its scheme. */
  readonly keyless?: readonly { readonly address: string; readonly receiver: string }[];
}

/** When what is passed does nothing. */
export interface InertModel {
  readonly when: readonly Condition[];
  /** One clause, for people: `BullMQ forgets the id as soon as the job is done`. */
  readonly why: string;
  /** It holds for a while, as long as the first one runs; a guard, for those who do what it asks for. */
  readonly partly?: boolean;
  /** For guards: it is not so where the project sets this option for all of them. */
  readonly unless?: SwitchedOn;
}

/** A place that nothing reads. */
export interface MisplacedModel {
  readonly argument: number;
  /** Dotted, as in `KeyModel`. */
  readonly property: string;
  /** One clause, for people: `axios sends it as a part of the body`. */
  readonly why: string;
}
