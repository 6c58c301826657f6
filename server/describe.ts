import type { Effect, EntryPoint, Finding, Guard, Site, Trace } from "../analyzer/trace.js";

/** `2 effects`, `1 effect`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** With a capital at the head and a stop at the end. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** Who runs an entry point again: `redelivered by bullmq`. */
export function deliveryOf({ delivery, library }: Pick<EntryPoint, "delivery" | "library">): string {
  return delivery === "retried" ? "retried by its callers" : `${delivery} by ${library}`;
}

/** The effects that change something outside. */
export function worldEffects(trace: Trace): readonly Effect[] {
  return trace.effects.filter(({ kind, quiet }) => kind !== "read" && quiet === undefined);
}

/** What every way to a place does there, and the guards that are in force; empty where one way has none. */
export interface GuardedHere {
  readonly effect: Effect;
  readonly guards: readonly Guard[];
}

/** The innermost effect among those that `isHere` accepts, when each way to it is guarded. */
export function guardedHere(traces: readonly Trace[], isHere: (site: Site) => boolean): GuardedHere | undefined {
  const effects = traces.flatMap((trace) => worldEffects(trace).filter(({ site }) => isHere(site)));
  const [effect] = effects.toSorted((a, b) => b.site.start - a.site.start);
  if (!effect) return undefined;
  const same = effects.filter(({ site }) => keyOf(site) === keyOf(effect.site));
  if (same.some(({ guards }) => guards.length === 0)) return undefined;
  const guards = same.flatMap((one) => one.guards);
  return {
    effect,
    guards: [...new Map(guards.map((guard) => [`${keyOf(guard.site)} ${guard.what}`, guard])).values()],
  };
}

/** Findings by the place of their effect. */
export type FindingsBySite = ReadonlyMap<string, Finding>;

/** Made once for many traces. */
export function findingsBySite(findings: readonly Finding[]): FindingsBySite {
  return new Map(findings.map((finding) => [keyOf(finding.site), finding]));
}

/** The findings at effects of one trace. */
export function findingsOf(findings: FindingsBySite, trace: Trace): readonly Finding[] {
  const found = new Set<Finding>();
  for (const { site } of trace.effects) {
    const finding = findings.get(keyOf(site));
    if (finding) found.add(finding);
  }
  return [...found];
}

function keyOf({ file, start, end }: Site): string {
  return `${file}:${start}:${end}`;
}
