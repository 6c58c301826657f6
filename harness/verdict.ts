import type { EffectKind } from "../analyzer/trace.js";
import type { Difference } from "./oracle/compare.js";
import type { Family } from "./schedules.js";

/** What a verification found, always for the schedules that were run. */
export type VerdictKind = "confirmed" | "refuted" | "wedged" | "flaky" | "not-reached" | "inconclusive";

/** The verdict on one call in the program. */
export interface SiteVerdict {
  /** Absolute, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: EffectKind;
  readonly target: string;
  readonly verdict: VerdictKind;
  /** The schedule that showed it. */
  readonly schedule?: string;
  /** Hash of the source line: the verdict is stale once no line has it. */
  readonly content: string;
}

/** How one schedule ended. */
export interface ScheduleResult {
  readonly id: string;
  readonly family: Family;
  readonly result: "held" | "repeated" | "lost" | "wedged" | "flaky" | "not-reached";
  readonly differences: readonly Difference[];
  readonly durationMs: number;
}

/** What shows that the harness would have seen a repeated effect. */
export interface Controls {
  /** Another key had a second effect. */
  readonly newIntent: { readonly passed: boolean; readonly what: string };
  /** The handler without its guard failed as it has to. */
  readonly mutant: { readonly passed: boolean; readonly what: string };
}

/** A family that was not run, and why. */
export interface NotRun {
  readonly family: Family;
  readonly reason: string;
}

/** All that one verification found. */
export interface Findings {
  readonly scenario: string;
  /** The entry point's name, as the analyzer gives it. */
  readonly entry: string;
  readonly verdict: VerdictKind;
  /** One sentence. */
  readonly reason: string;
  /** The simplest schedule that shows the fault. */
  readonly schedule?: string;
  readonly seed: number;
  readonly sites: readonly SiteVerdict[];
  readonly schedules: readonly ScheduleResult[];
  readonly controls?: Controls;
  readonly notRun: readonly NotRun[];
  /** What was left out of the comparison. */
  readonly excluded: readonly string[];
  /** Columns and fields that differ between two clean runs. */
  readonly volatile: readonly string[];
  readonly unattributed: readonly string[];
  readonly blocked: readonly string[];
  /** Injected faults that nothing in the program handled. */
  readonly unhandled: readonly string[];
  readonly durationMs: number;
}
