import type { Effect } from "../../trace.js";
import type { Registration, Sign } from "../walk/machine.js";
import type { State } from "../walk/state.js";
import type { Uses } from "../walk/uses.js";
import type { Fact, Value } from "../values/value.js";

/** What walking a function with certain arguments yields, relative to where it is called. */
export interface Summary {
  readonly value: Value;
  readonly effects: readonly Effect[];
  /** What holds after a normal return. */
  readonly facts: readonly Fact[];
  readonly tested: ReadonlySet<string>;
  readonly uses: Uses;
  readonly files: ReadonlySet<string>;
  readonly registrations: readonly Registration[];
  readonly signs: readonly Sign[];
  readonly opaque: number;
  /** It changed what a module holds, which is no part of a summary. */
  readonly fills: boolean;
  readonly prunes: boolean;
  /** Whether it returns at all, and whether it may throw on its own account. */
  readonly returns: boolean;
  readonly throws: boolean;
  /** A transaction or lock that it opened and left open, or closed. */
  readonly after: Pick<State, "transaction" | "locks" | "rowLocks" | "ended">;
}
