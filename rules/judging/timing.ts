/** Adds up how long the parts of a check take. */
export interface Timing {
  measure<Result>(part: TimedPart, run: () => Result): Result;
  /** Milliseconds by part, in the order in which they were first measured. A rule's time is part of `judge`. */
  readonly parts: ReadonlyMap<TimedPart, number>;
}

export type TimedPart = "open" | "parse" | "walk" | "schema" | "judge" | `rule ${string}`;

/** A stopwatch with nothing on it. */
export function createTiming(now: () => number = () => performance.now()): Timing {
  const parts = new Map<TimedPart, number>();
  return {
    parts,
    measure(part, run) {
      const began = now();
      try {
        return run();
      } finally {
        parts.set(part, (parts.get(part) ?? 0) + now() - began);
      }
    },
  };
}

/** Runs something without looking at the clock. */
export const untimed: Pick<Timing, "measure"> = { measure: (_, run) => run() };
