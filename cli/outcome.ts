import type { Finding } from "../analyzer/trace.js";
import type { Standing } from "../map/standing.js";
import type { CheckResult } from "../rules/session.js";

/** What a check comes to: the findings to report, and those that are left out for a reason. */
export interface Outcome extends CheckResult {
  /** What the other findings were compared with; absent when all are reported. */
  readonly compared?: Comparison;
  /** What runs of `idemlint verify` say about the findings; absent when no verdicts are kept. */
  readonly standings?: ReadonlyMap<Finding, Standing>;
}

/** A check held against an earlier state: the baseline, or the code before a change. */
export interface Comparison {
  /** For people: `the baseline`, `main`. */
  readonly with: string;
  /** Findings that were there before. */
  readonly known: readonly Finding[];
  /** How many findings of the earlier state are not there any more. */
  readonly closed: number;
}
