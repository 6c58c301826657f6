import { siteKey } from "../../analyzer/sites.js";
import {
  RISKS,
  type Effect,
  type EntryPoint,
  type Finding,
  type Risk,
  type Stats,
  type Trace,
} from "../../analyzer/trace.js";
import type { StoredVerdict } from "../../harness/verdicts-file.js";
import { highest } from "../../map/verdict.js";
import type { CheckResult } from "../../rules/session.js";
import type { SuppressedFinding } from "../../rules/judging/suppress.js";
import { groupBy } from "../group-by.js";
import type { Trend } from "./trend.js";

/**
 * Whether a repeat is harmless. `accepted`: a gap that a comment in the code accepts; `open`: no guard is seen, and no rule
 * reports it; `reads`: it changes nothing.
 */
export type Standing = "gap" | "accepted" | "guarded" | "open" | "reads";

/** One thing that an operation changes. */
export interface AuditedEffect {
  readonly effect: Effect;
  readonly standing: Exclude<Standing, "reads">;
  /** Reports about it, by their place in `Audit.gaps`. */
  readonly gaps: readonly Finding[];
  /** Why a gap is accepted. */
  readonly reasons: readonly string[];
}

/** An endpoint or consumer as an auditor sees it. */
export interface AuditedOperation {
  readonly entry: EntryPoint;
  readonly risk: Risk;
  readonly standing: Standing;
  readonly effects: readonly AuditedEffect[];
  /** What runs showed. */
  readonly verdicts: readonly StoredVerdict[];
}

/** Everything on the page. */
export interface Audit {
  readonly title: string;
  /** The day, `2026-11-28`. */
  readonly day: string;
  readonly commit?: string;
  readonly version: string;
  /** The riskiest first, gaps first within one risk. */
  readonly operations: readonly AuditedOperation[];
  readonly gaps: readonly Finding[];
  /** Gaps that the baseline does not know. */
  readonly fresh: ReadonlySet<Finding>;
  readonly trend?: Trend;
  readonly suppressed: readonly SuppressedFinding[];
  readonly verdicts: readonly StoredVerdict[];
  readonly stats: Stats;
  readonly problems: readonly string[];
}

/** Orders what a check and the runs say by operation. */
export function operationsFor(
  { traces, findings, suppressed = [] }: Pick<CheckResult, "traces" | "findings" | "suppressed">,
  verdicts: readonly StoredVerdict[],
): readonly AuditedOperation[] {
  const byHandler = new Map(traces.map((trace) => [`${trace.entry.name} ${siteKey(trace.entry.handler)}`, trace]));
  // By where it is reported: a helper that sends every mail is one place for those that are gaps and those that are none.
  const reported = groupBy(findings, ({ site }) => siteKey(site));
  const accepted = groupBy(suppressed, ({ finding }) => siteKey(finding.site));
  const judge = (effect: Effect): AuditedEffect => {
    const gaps = reported.get(siteKey(effect.site)) ?? [];
    const reasons = (accepted.get(siteKey(effect.site)) ?? []).map(({ suppression }) => suppression.reason);
    const held = effect.guards.length > 0 ? "guarded" : "open";
    return { effect, gaps, reasons, standing: gaps.length > 0 ? "gap" : reasons.length > 0 ? "accepted" : held };
  };
  return [...byHandler.values()].map((trace) => operationOf(trace, judge, verdicts)).sort(byWeight);
}

function operationOf(
  { entry, effects }: Trace,
  judge: (effect: Effect) => AuditedEffect,
  verdicts: readonly StoredVerdict[],
): AuditedOperation {
  const changes = effects.filter(({ kind, quiet }) => kind !== "read" && kind !== "release" && !quiet);
  const audited = changes.map(judge);
  return {
    entry,
    risk: highest(changes.map(({ risk }) => risk)),
    standing: STANDINGS.find((standing) => audited.some((one) => one.standing === standing)) ?? "reads",
    effects: audited,
    verdicts: verdicts.filter((verdict) => verdict.entry === entry.name),
  };
}

const STANDINGS: readonly Standing[] = ["gap", "accepted", "guarded", "open", "reads"];

function byWeight(a: AuditedOperation, b: AuditedOperation): number {
  return (
    Number(a.standing === "reads") - Number(b.standing === "reads") ||
    RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk) ||
    STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) ||
    a.entry.name.localeCompare(b.entry.name)
  );
}
