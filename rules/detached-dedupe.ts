import { isStable } from "../analyzer/provenance.js";
import { siteKey } from "../analyzer/sites.js";
import type { Effect, Trace } from "../analyzer/trace.js";
import { commitTogether } from "./fixes/commit-together.js";
import { claimsBefore, isApart, isCache, isDatabaseWrite, isOutside, isRecord, laterOn } from "./facts/records.js";
import { addsUp, nextAttempt, plain, sameTarget } from "./facts/repeats.js";
import { expectedState, isUnderWay, stateColumn } from "./facts/states.js";
import { stoppedBy } from "./facts/unfinished.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";

/**
 * A call that takes no key has to choose between lost and doubled. A write has not: it can share the record's transaction.
 * Nor has a call that is given a key: it can be made again, so nothing has to be recorded before it.
 */
export default defineRule({
  id: "detached-dedupe",
  summary: "The record that something was done and what was done are committed apart",
  group: "time",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    const told = new Set<Effect>();
    for (const effect of trace.effects) {
      if (isRecord(effect, context) && !context.reported(effect)) yield* answeredAround(effect, trace);
      const repeatable = mayBeRepeated(effect);
      if ((!isDatabaseWrite(effect) && !repeatable) || effect.quiet !== undefined || effect.risk === "low") continue;
      if (context.reported(effect) || isRecord(effect, context)) continue;
      const claim = claimsBefore(effect, trace).find(
        (one) =>
          (isRecord(one, context) || counts(effect)) &&
          !(repeatable && (isCache(one) || laterOn(one, trace).length > 0)) &&
          isApart(one, effect) &&
          !isCleared(one, trace) &&
          !told.has(one),
      );
      if (claim) {
        told.add(claim);
        yield lost(effect, claim, trace, context);
        continue;
      }
      const moved = movedOnBefore(effect, trace);
      if (moved && !told.has(moved)) {
        told.add(moved);
        yield { ...lost(effect, moved, trace, context), atMost: { severity: "warning", because: CRASH } };
        continue;
      }
      const first = stoppedBy(effect, trace);
      if (first && !told.has(first) && !isOwnProgress(effect, first)) {
        told.add(first);
        yield unfinished(effect, first, trace, context);
        continue;
      }
      const record = addsUp(effect, context) ? markedAfter(effect, trace, context) : undefined;
      if (record) yield doubled(effect, record, trace);
    }
  },
});

/** The row of a transaction that is not committed is changed by a statement that does not belong to it, and does not see it. */
function* answeredAround(claim: Effect, trace: Trace): Iterable<Report> {
  const opened = claim.kind === "insert" ? claim.transaction?.site : undefined;
  if (!opened) return;
  for (const effect of laterOn(claim, trace)) {
    const { sink } = effect;
    const isInside = sink.file === opened.file && opened.start <= sink.start && sink.end <= opened.end;
    if (effect.kind !== "update" || effect.transaction || !isInside) continue;
    yield {
      effect,
      message: `${effect.name} goes around the transaction in which ${claim.name} writes the row: it does not see the row, so the record is committed without what belongs into it, and ${nextAttempt(trace.entry)} finds it so`,
      remedy: "Write it through the transaction, so that the record is committed whole or not at all.",
      steps: [{ site: claim.site, what: `written in the transaction: ${claim.name}` }],
    };
  }
}

/** The row itself moves on from the state that somebody is at work in: what becomes of it otherwise is told by `stuck-reservation`. */
function isOwnProgress(effect: Effect, claim: Effect): boolean {
  return sameTarget(effect.target, claim.target) && Object.values(claim.constants).some(isUnderWay);
}

/** The other side tells a second one by its key. */
function mayBeRepeated(effect: Effect): boolean {
  const { key } = effect;
  return isOutside(effect) && key?.value !== undefined && !key.inert && isStable(key.value);
}

/** A change that nothing but the claim keeps from being made twice, and that nobody can tell from the row afterwards. */
function counts(effect: Effect): boolean {
  return effect.kind === "increment" || effect.kind === "append";
}

const CRASH = "it takes a crash between the two";

/**
 * A row was moved to the state in which it stays, and the attempt that moved it adds something of weight in another commit: nobody
 * comes back for what fails in between. A state that somebody is at work in has an end of its own (`stuck-reservation`).
 */
function movedOnBefore(effect: Effect, trace: Trace): Effect | undefined {
  const isOfWeight = effect.risk === "critical" || effect.risk === "high";
  if (!counts(effect) && !(effect.kind === "insert" && isOfWeight)) return undefined;
  return trace.effects.find((claim) => {
    if (claim.kind !== "update" || !claim.countTested) return false;
    const state = stateColumn(claim);
    const at = siteKey(claim.sink);
    return (
      (state !== undefined || expectedState(claim) !== undefined) &&
      !isUnderWay(state?.value) &&
      effect.guards.some(({ kind, site }) => kind === "dedupe-record" && siteKey(site) === at) &&
      isApart(claim, effect) &&
      laterOn(claim, trace).length === 0
    );
  });
}

function lost(effect: Effect, claim: Effect, trace: Trace, context: RuleContext): Report {
  return {
    effect,
    message: `${effect.name} never happens when it fails once: ${claim.name} has recorded it as done before, in ${place(claim)}, and ${nextAttempt(trace.entry)} goes no further`,
    remedy: isOutside(effect)
      ? `Record it after the call, which ${effect.key?.place ?? "its key"} keeps single on ${nextAttempt(trace.entry)}; or take the record back when the call fails.`
      : "Write the record and the change in one transaction, so that there are both or neither.",
    steps: [{ site: claim.site, what: `recorded as done here: ${claim.name}` }],
    fixes: isOutside(effect) ? [] : commitTogether(effect, claim, trace, context),
  };
}

function unfinished(effect: Effect, first: Effect, trace: Trace, context: RuleContext): Report {
  const stops = `${nextAttempt(trace.entry)} stops at ${first.name}`;
  return {
    effect,
    message: `${effect.name} is never made up for when it fails once: ${first.name} is committed before it, in ${place(first)}, and ${stops}`,
    remedy: "Write both in one transaction, or have the attempt that finds the first one go on with what is missing.",
    steps: [{ site: first.site, what: `committed before, and in the way of a second attempt: ${first.name}` }],
    ...(first.conflict === "handled" || first.countTested
      ? {}
      : { atMost: { severity: "warning", because: "who is told of a failure knows that something is missing" } }),
    fixes: commitTogether(effect, first, trace, context),
  };
}

function doubled(effect: Effect, record: Effect, trace: Trace): Report {
  return {
    effect,
    message: `${effect.name} happens again on ${nextAttempt(trace.entry)} when the process dies before ${record.name}: the change is committed, and the record that it was made is not`,
    remedy: "Write the record and the change in one transaction, so that there are both or neither.",
    steps: [{ site: record.site, what: `recorded as done only here: ${record.name}` }],
  };
}

function place(claim: Effect): string {
  return claim.transaction ? "a transaction of its own" : "a commit of its own";
}

/** Something takes the record away again, or has it pass through states: then an attempt that failed leaves a way on. */
function isCleared(claim: Effect, trace: Trace): boolean {
  return laterOn(claim, trace).some(
    (other) => other.kind === "delete" || (other.kind !== "insert" && stateColumn(other) !== undefined),
  );
}

/** The record that was looked for under a lock, and is written after the change in another commit. */
function markedAfter(effect: Effect, trace: Trace, context: RuleContext): Effect | undefined {
  const at = trace.effects.indexOf(effect);
  const check = effect.checks.find(({ kind, locked }) => kind === "absence" && locked);
  if (!check || effect.guards.length > 0) return undefined;
  return trace.effects.find(
    (other, index) =>
      index > at &&
      (other.kind === "insert" || other.kind === "update") &&
      sameTarget(other.target, check.target) &&
      isRecord(other, context) &&
      check.by.some((column) => Object.keys(other.values).some((name) => plain(name) === plain(column))) &&
      isApart(other, effect),
  );
}
