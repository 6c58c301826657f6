import type { Finding } from "../analyzer/trace.js";
import { staleSites, verdictIndex, type JoinedVerdict, type VerdictsFile } from "../harness/verdicts-file.js";

/** What runs say about a finding. */
export type Standing =
  /** A run showed the fault. */
  | { readonly kind: "confirmed"; readonly scenario: string; readonly schedule?: string }
  /** Its entry point held in every schedule that was run. */
  | { readonly kind: "refuted"; readonly scenario: string; readonly schedules: number }
  /** It held, but for another entry point that comes by the same call. */
  | { readonly kind: "elsewhere"; readonly scenario: string }
  /** A run spoke about code that has changed since. */
  | { readonly kind: "stale"; readonly scenario: string }
  | { readonly kind: "not-verified" };

/** Findings as runs leave them, and what they say about each. */
export interface Verified {
  readonly findings: readonly Finding[];
  readonly standings: ReadonlyMap<Finding, Standing>;
}

/** Lays verdicts over findings: what runs refuted drops to information. Site files in the verdicts are relative to `base`. */
export function verified(findings: readonly Finding[], file: VerdictsFile, base: string): Verified {
  const at = verdictIndex(file, base);
  const stale = staleSites(file, base);
  const standings = new Map<Finding, Standing>();
  const laid = findings.map((finding) => {
    const standing = standingOf(finding, at(finding.effect.sink), stale);
    const shown: Finding = standing.kind === "refuted" ? { ...finding, severity: "info" } : finding;
    standings.set(shown, standing);
    return shown;
  });
  return { findings: laid, standings };
}

const FAULTS: ReadonlySet<string> = new Set(["confirmed", "wedged", "flaky"]);

function standingOf(finding: Finding, joined: readonly JoinedVerdict[], stale: readonly JoinedVerdict[]): Standing {
  const fault = joined.find(({ site }) => FAULTS.has(site.verdict));
  if (fault) {
    const { schedule } = fault.site;
    return { kind: "confirmed", scenario: fault.scenario.scenario, ...(schedule !== undefined && { schedule }) };
  }
  const held = joined.filter(({ site }) => site.verdict === "refuted");
  const own = held.find(({ scenario }) => scenario.entry === finding.entry.name);
  if (own) return { kind: "refuted", scenario: own.scenario.scenario, schedules: own.scenario.schedules };
  const [other] = held;
  if (other) return { kind: "elsewhere", scenario: other.scenario.scenario };
  const { sink, kind } = finding.effect;
  const gone = stale.find(
    ({ site }) => site.file === sink.file && site.kind === kind && site.line >= sink.line && site.line <= sink.endLine,
  );
  return gone ? { kind: "stale", scenario: gone.scenario.scenario } : { kind: "not-verified" };
}
