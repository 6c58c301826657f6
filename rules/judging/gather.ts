import { siteKey } from "../../analyzer/sites.js";
import type { Finding, Site, Stats } from "../../analyzer/trace.js";
import { rules } from "../index.js";
import { alsoReached, compare, compareSites, withFingerprints } from "./judge.js";
import type { CheckResult, Problem } from "../session.js";
import { deliveryRank, severityRank } from "./severity.js";
import type { SuppressedFinding } from "./suppress.js";

/** What a share of the entry points came to, without what cannot be sent to another process. */
export interface Part {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly problems: readonly Problem[];
  readonly misconfigured: readonly Problem[];
  readonly stats: Stats;
  readonly opaque: readonly (readonly [string, { readonly times: number; readonly from?: string }])[];
  /** Every effect but reads, and whether it is guarded. */
  readonly effects: readonly (readonly [sink: string, guarded: boolean])[];
}

/** The part of a result that can be sent. */
export function partOf(result: CheckResult): Part {
  const effects = new Map<string, boolean>();
  for (const { effects: found } of result.traces)
    for (const { kind, sink, guards } of found)
      if (kind !== "read") effects.set(siteKey(sink), guards.length > 0 || effects.get(siteKey(sink)) === true);
  const { findings, suppressed = [], problems, misconfigured = [], stats } = result;
  return {
    findings,
    suppressed,
    problems,
    misconfigured,
    stats,
    opaque: [...(result.opaque ?? [])],
    effects: [...effects],
  };
}

/** The result of all parts together, as one check gives it; fingerprints are relative to `root`. */
export function gather(parts: readonly Part[], root: string): CheckResult {
  const reasons = new Map(
    parts.flatMap(({ suppressed }) => suppressed.map(({ finding, suppression }) => [finding, suppression] as const)),
  );
  const bySite = new Map<string, Finding[]>();
  for (const finding of [...parts.flatMap(({ findings }) => findings), ...reasons.keys()]) {
    const at = placeOf(finding.site);
    bySite.set(at, [...(bySite.get(at) ?? []), finding]);
  }
  const heads = [...bySite.values()].map(joined);
  const whole = withFingerprints(
    heads.map(({ finding }) => finding),
    root,
  );
  const suppressions = new Map(heads.map(({ finding, from }) => [placeOf(finding.site), reasons.get(from)]));
  const said = whole.map((finding) => ({ finding, suppression: suppressions.get(placeOf(finding.site)) }));
  const misconfigured = inAll(parts.map((part) => part.misconfigured));
  const problems = parts.map((part) => part.problems);
  return {
    findings: said.filter(({ suppression }) => !suppression).map(({ finding }) => finding),
    suppressed: said.flatMap(({ finding, suppression }) => (suppression ? [{ finding, suppression }] : [])),
    traces: [],
    // A comment is idle where no part finds what it switches off.
    problems: [
      ...unique(problems.flat().filter(({ idleSuppression }) => !idleSuppression)),
      ...inAll(problems).filter(({ idleSuppression }) => idleSuppression),
    ],
    ...(misconfigured.length > 0 && { misconfigured }),
    opaque: opaqueOf(parts),
    stats: statsOf(parts),
  };
}

const ORDER = new Map(rules.map(({ id }, index) => [id, index]));

/** One finding of those at one place: as the judge does it, the loudest, the most specific, the surest delivery. */
function joined(group: readonly Finding[]): { readonly finding: Finding; readonly from: Finding } {
  const rank = ({ severity, rule, entry }: Finding) => [
    -severityRank(severity),
    ORDER.get(rule) ?? rules.length,
    -deliveryRank(entry.delivery),
  ];
  const [best, ...rest] = [...group].sort(
    (a, b) => compare(rank(a), rank(b)) || compareSites(a.entry.site, b.entry.site),
  ) as [Finding, ...Finding[]];
  const others = new Set([...rest.map(({ entry }) => entry.name), ...group.flatMap(({ alsoFrom = [] }) => alsoFrom)]);
  others.delete(best.entry.name);
  const { alsoFrom = [], message, ...own } = best;
  const names = [...others].sort();
  const text = message.slice(0, message.length - alsoReached(alsoFrom).length) + alsoReached(names);
  return { from: best, finding: { ...own, message: text, ...(names.length > 0 && { alsoFrom: names }) } };
}

function statsOf(parts: readonly Part[]): Stats {
  const sum = (name: keyof Stats) => parts.reduce((total, { stats }) => total + stats[name], 0);
  const most = (name: keyof Stats) => Math.max(0, ...parts.map(({ stats }) => stats[name]));
  const effects = new Map<string, boolean>();
  for (const [sink, guarded] of parts.flatMap((part) => part.effects))
    effects.set(sink, guarded || effects.get(sink) === true);
  return {
    files: most("files"),
    entryPoints: sum("entryPoints"),
    effects: effects.size,
    guarded: [...effects.values()].filter(Boolean).length,
    opaqueCalls: sum("opaqueCalls"),
    unresolvedTypes: sum("unresolvedTypes"),
    durationMs: most("durationMs"),
  };
}

function opaqueOf(parts: readonly Part[]): NonNullable<CheckResult["opaque"]> {
  const calls = new Map<string, { readonly times: number; readonly from?: string }>();
  for (const [name, { times, ...more }] of parts.flatMap((part) => part.opaque))
    calls.set(name, { ...more, times: times + (calls.get(name)?.times ?? 0) });
  return calls;
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function inAll(parts: readonly (readonly Problem[])[]): readonly Problem[] {
  const [first = [], ...others] = parts;
  return first.filter(({ message }) => others.every((part) => part.some((one) => one.message === message)));
}

function placeOf({ file, start, end }: Site): string {
  return `${file}:${start}:${end}`;
}
