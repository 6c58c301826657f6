import type { ts } from "ts-morph";
import { ownRisk, riskOfName } from "../../analyzer/risk.js";
import type { SchemaIndex } from "../../analyzer/schema/unique.js";
import type { Effect, Finding, Risk, Site, Step, Trace } from "../../analyzer/trace.js";
import { namesBy } from "../facts/names.js";
import type { Settings } from "./configuration.js";
import { docsUrl } from "./docs.js";
import { enclosingName, fingerprintOf, identityOf } from "./fingerprint.js";
import type { Bound, Report, Rule, RuleContext } from "../rule.js";
import type { Problem } from "../session.js";
import { loudness } from "./loudness.js";
import { deliveryRank, severityRank } from "./severity.js";
import { untimed, type Timing } from "./timing.js";
import { suppress, type SuppressedFinding, type SuppressionMemory } from "./suppress.js";

/** What judging needs to know of the project. */
export interface JudgedProject {
  /** Absolute, with `/`: the folder that fingerprints are relative to. */
  readonly root: string;
  readonly schema: SchemaIndex;
  text(file: string): string | undefined;
  source(file: string): ts.SourceFile | undefined;
  /** The same list as before until a file changes. */
  sources(): readonly ts.SourceFile[];
  readonly timing?: Timing;
  resolve(specifier: string, from: string): string | undefined;
}

export interface Judgement {
  /** In order of file and position. */
  readonly findings: readonly Finding[];
  /** What comments switch off. */
  readonly suppressed: readonly SuppressedFinding[];
  /** Comments and settings that switch nothing off or on. */
  readonly problems: readonly Problem[];
}

/** What judging learnt about traces and files; hand it back to `judge` to have only what changed judged again. */
export interface JudgeMemory {
  readonly verdicts: WeakMap<Trace, { readonly schema: SchemaIndex; readonly said: Map<string, Heard> }>;
  readonly suppressions: SuppressionMemory;
}

/** A memory with nothing in it. */
export function createJudgeMemory(): JudgeMemory {
  return { verdicts: new WeakMap(), suppressions: new WeakMap() };
}

/** Runs the rules over the traces: one finding per effect, the most specific rule, the surest delivery. */
export function judge(
  traces: readonly Trace[],
  rules: readonly Rule[],
  project: JudgedProject,
  settings: Settings,
  memory: JudgeMemory = createJudgeMemory(),
): Judgement {
  const key = JSON.stringify(settings);
  const said = traces.flatMap((trace) =>
    remembered(memory.verdicts, trace, project, key, () => hear(trace, rules, project, settings)),
  );
  const files = new Set([
    ...project.sources().map((source) => source.fileName),
    ...traces.flatMap(({ files }) => files),
  ]);
  const sources = [...files].flatMap((file) => project.source(file) ?? []);
  const { findings, suppressed, problems } = suppress(
    numbered(merge(said, rules), project),
    sources,
    rules,
    settings,
    memory.suppressions,
  );
  return { findings, suppressed, problems: [...unknownRules(settings, rules), ...problems] };
}

/** What the rules say about one trace. */
interface Heard {
  readonly said: readonly Said[];
  /** Present when a rule looked through all sources: it may say something else as soon as any of them changed. */
  readonly looked?: readonly ts.SourceFile[];
}

interface Said {
  readonly rule: Rule;
  readonly report: Report;
  readonly trace: Trace;
  readonly severity: Finding["severity"];
  /** What decided instead of the risk. */
  readonly bound?: Bound;
}

function remembered(
  verdicts: JudgeMemory["verdicts"],
  trace: Trace,
  project: JudgedProject,
  key: string,
  make: () => Heard,
): readonly Said[] {
  const { schema } = project;
  let entry = verdicts.get(trace);
  if (entry?.schema !== schema) verdicts.set(trace, (entry = { schema, said: new Map() }));
  const known = entry.said.get(key);
  if (known && (!known.looked || known.looked === project.sources())) return known.said;
  const heard = make();
  entry.said.set(key, heard);
  return heard.said;
}

function hear(trace: Trace, rules: readonly Rule[], project: JudgedProject, settings: Settings): Heard {
  const { measure } = project.timing ?? untimed;
  const spoken = new Set<string>();
  const said: Said[] = [];
  let looked: readonly ts.SourceFile[] | undefined;
  const own = settings.riskWords ? ownRisk(settings.riskWords) : () => undefined;
  const context: RuleContext = {
    schema: project.schema,
    text: (file) => project.text(file),
    source: (file) => project.source(file),
    sources: () => (looked = project.sources()),
    resolve: (specifier, from) => project.resolve(specifier, from),
    names: namesBy(settings.names),
    riskOf: (name) => own(name) ?? riskOfName(name),
    horizon: (risk) => settings.retention?.[risk] ?? HORIZON[risk],
    reported: (effect) => spoken.has(placeOf(effect.site)) || spoken.has(wayOf(effect)),
  };
  for (const rule of rules) {
    if (trace.entry.kind === "client" ? rule.client === undefined : rule.client === "only") continue;
    if (settings.rules?.[rule.id] === "off" && !settings.overrides?.length) continue;
    measure(`rule ${rule.id}`, () => {
      for (const report of rule.check(trace, context)) {
        const { severity, bound } = loudness(rule, report, trace, settings);
        if (severity === "off" || report.effect.quiet || context.reported(report.effect)) continue;
        spoken.add(placeOf(report.effect.site));
        if (report.moved) spoken.add(wayOf(report.moved));
        said.push({ rule, report, trace, severity, ...(bound && { bound }) });
      }
    });
  }
  return { said, ...(looked && { looked }) };
}

/** How long an attempt may come back unless the configuration says otherwise, in hours. */
const HORIZON: Readonly<Record<Risk, number>> = { critical: 30 * 24, high: 7 * 24, normal: 24, low: 24 };

/** One finding per effect: the loudest, then the most specific rule, then the surest delivery; the other entries are named. */
function merge(said: readonly Said[], rules: readonly Rule[]): Draft[] {
  const order = new Map(rules.map((rule, index) => [rule, index]));
  const rank = (one: Said): number[] => [
    -severityRank(one.severity),
    order.get(one.rule) ?? rules.length,
    -deliveryRank(one.trace.entry.delivery),
  ];
  const byEffect = new Map<string, Said[]>();
  for (const one of said) {
    const place = placeOf(one.report.effect.site);
    byEffect.set(place, [...(byEffect.get(place) ?? []), one]);
  }
  return [...byEffect.values()].map((group) => {
    const [best, ...rest] = [...group].sort(
      (a, b) => compare(rank(a), rank(b)) || compareSites(a.trace.entry.site, b.trace.entry.site),
    ) as [Said, ...Said[]];
    const others = new Set(rest.map((one) => one.trace.entry.name));
    others.delete(best.trace.entry.name);
    return draft(best, [...others].sort());
  });
}

type Draft = Omit<Finding, "fingerprint" | "within">;

function draft({ rule, report, trace, severity, bound }: Said, others: readonly string[]): Draft {
  const { effect } = report;
  return {
    rule: rule.id,
    severity,
    confidence: effect.confidence,
    risk: effect.risk,
    riskReason: bound ? `${effect.riskReason}; ${bound.because}` : effect.riskReason,
    site: effect.site,
    message: report.message + alsoReached(others),
    remedy: report.remedy,
    effect,
    entry: trace.entry,
    ...(others.length > 0 && { alsoFrom: others }),
    path: pathOf(trace, report.moved ?? effect, report.steps ?? []),
    // What a routine of the database does is not changed where it is called.
    fixes: effect.routine ? [] : (report.fixes ?? []),
    docs: docsUrl(rule.id),
  };
}

function pathOf({ entry }: Trace, effect: Effect, further: readonly Step[]): Step[] {
  const { routine } = effect;
  return [
    { site: entry.site, what: `${entry.name}: ${entry.repeatedBy}` },
    ...effect.path,
    { site: effect.site, what: effect.name },
    ...(routine ? [{ site: routine.site, what: `the statement in ${routine.name}` }] : []),
    ...further,
  ];
}

/** The end of a message: which other entry points reach the effect. */
export function alsoReached(others: readonly string[]): string {
  if (others.length === 0) return "";
  const named = others.slice(0, 2).join(", ");
  const more = others.length > 2 ? ` and ${others.length - 2} more` : "";
  return ` (also reached from ${named}${more})`;
}

function numbered(drafts: readonly Draft[], project: JudgedProject): Finding[] {
  const named = drafts.map((one) => {
    const source = project.source(one.site.file);
    return { ...one, within: source ? enclosingName(source, one.effect) : "" };
  });
  return withFingerprints(named, project.root);
}

/** Findings in order of file and position, each with its fingerprint: the n-th of those that are alike otherwise. */
export function withFingerprints(named: readonly Omit<Finding, "fingerprint">[], root: string): Finding[] {
  const seen = new Map<string, number>();
  return [...named]
    .sort((a, b) => compareSites(a.site, b.site))
    .map((one) => {
      const identity = identityOf(one.rule, one.effect, one.within, root);
      const ordinal = seen.get(identity) ?? 0;
      seen.set(identity, ordinal + 1);
      return { ...one, fingerprint: fingerprintOf(identity, ordinal) };
    });
}

function unknownRules(settings: Settings, rules: readonly Rule[]): Problem[] {
  const known = new Set(rules.map((rule) => rule.id));
  return Object.keys(settings.rules ?? {})
    .filter((rule) => !known.has(rule))
    .map((rule) => ({ message: `The settings name ${rule}, which is no rule of Idemlint.` }));
}

/** Told where the code decided on it, an effect of a helper is told for this way to it. */
function wayOf({ path, site }: Effect): string {
  return [...path.map((step) => step.site), site].map(placeOf).join(" ");
}

function placeOf(site: Site): string {
  return `${site.file}:${site.start}:${site.end}`;
}

/** By file and position. */
export function compareSites(a: Site, b: Site): number {
  return (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.start - b.start;
}

export function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
