import type { Effect, Finding, Trace } from "../../analyzer/trace.js";
import { siteKey } from "../../analyzer/sites.js";
import { addsUp, isWorthGuarding, writes } from "../../rules/facts/repeats.js";
import type { CheckResult } from "../../rules/session.js";
import { namesBy } from "../../rules/facts/names.js";

const names = namesBy();

/** What became of a mutant. */
export type Outcome =
  | { readonly kind: "flagged"; readonly rule: string }
  /** The program still does everything once, and why. */
  | { readonly kind: "equivalent"; readonly why: string }
  | { readonly kind: "survived" };

/**
 * A mutant is flagged by a finding that was not there before. It is equivalent when nobody could tell it from the original:
 * - another guard, which the original had too and the mutation left alone, still stands before every effect that lost one (but for writes that were committed
 *   together and are not any more: no guard makes up for that); or
 * - nothing that can run again rests on what was taken away: no effect reads differently without it.
 */
export function verdictOn(before: CheckResult, after: CheckResult, isSchema: boolean): Outcome {
  const fresh = newFinding(before.findings, after.findings);
  if (fresh) return { kind: "flagged", rule: fresh.rule };
  // What was reported before was not right, with the guard or without.
  const reported = new Set(before.findings.map(({ effect }) => siteKey(effect.sink)));
  const changed = changedEffects(before.traces, after.traces).filter(({ was }) => !reported.has(siteKey(was.sink)));
  if (changed.length === 0) {
    return isSchema
      ? { kind: "equivalent", why: "no write that can run again rests on this unique set" }
      : { kind: "survived" };
  }
  if (changed.some((pair) => wasTogether(pair, before))) return { kind: "survived" };
  const bare = changed.filter(
    ({ was, is }) => isWorthGuarding(is) && addsUp(is, { names }) && !is.guards.some((guard) => had(was, guard)),
  );
  return bare.length === 0
    ? { kind: "equivalent", why: "another guard still stands before every effect that lost one" }
    : { kind: "survived" };
}

function newFinding(before: readonly Finding[], after: readonly Finding[]): Finding | undefined {
  const left = new Map<string, number>();
  for (const one of before) left.set(keyOf(one), (left.get(keyOf(one)) ?? 0) + 1);
  return after.find((one) => {
    const count = left.get(keyOf(one)) ?? 0;
    left.set(keyOf(one), count - 1);
    return count <= 0;
  });
}

function keyOf({ rule, effect, site }: Finding): string {
  return `${rule} ${effect.name} ${site.file}`;
}

interface Changed {
  readonly was: Effect;
  readonly is: Effect;
}

/** Effects of which the analysis says something else now, beside what they were. */
function changedEffects(before: readonly Trace[], after: readonly Trace[]): readonly Changed[] {
  return after.flatMap((trace, index) => {
    const twin = before[index];
    if (twin?.entry.name !== trace.entry.name) return [];
    return trace.effects.flatMap((is, at) => {
      const was =
        twin.effects.find((one, other) => one.name === is.name && one.kind === is.kind && other >= at) ??
        twin.effects[at];
      return was && signature(was) !== signature(is) ? [{ was, is }] : [];
    });
  });
}

function signature(effect: Effect): string {
  const { kind, name, guards, conflict, key, transaction, checks, where, ignoresConflict, inLoop, countTested } =
    effect;
  return JSON.stringify([
    kind,
    name,
    guards.map((guard) => guard.kind),
    conflict,
    key?.value?.sources.map((source) => source.kind),
    transaction !== undefined,
    checks.map((check) => [check.kind, check.target, check.locked]),
    Object.keys(where),
    ignoresConflict,
    inLoop,
    countTested,
    effect.use?.compared,
  ]);
}

/** A unique set that two schemas declare is the same guard in both. */
function had(was: Effect, { kind, site, columns }: Effect["guards"][number]): boolean {
  return was.guards.some(
    (one) =>
      one.kind === kind &&
      (one.site.file === site.file || (columns !== undefined && one.columns?.join() === columns.join())),
  );
}

/** The effect shared a transaction with another write, a claim or a change, and has none now. */
function wasTogether({ was, is }: Changed, before: CheckResult): boolean {
  if (!was.transaction || is.transaction || !isWorthGuarding(was) || !writes(was)) return false;
  const at = siteKey(was.transaction.site);
  return before.traces.some((trace) =>
    trace.effects.some(
      (other) =>
        other.transaction !== undefined &&
        siteKey(other.transaction.site) === at &&
        siteKey(other.sink) !== siteKey(was.sink) &&
        writes(other) &&
        (restsOn(was, other) || restsOn(other, was)),
    ),
  );
}

function restsOn(effect: Effect, claim: Effect): boolean {
  return effect.guards.some((guard) => siteKey(guard.site) === siteKey(claim.sink));
}
