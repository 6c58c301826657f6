import { siteKey } from "../../analyzer/sites.js";
import type { Check, Effect, Provenance, Trace } from "../../analyzer/trace.js";
import { exclusive } from "./exclusive.js";
import { isAfterFailure } from "./failure.js";
import { plain, repeats, sameTarget, writes } from "./repeats.js";
import type { RuleContext } from "../rule.js";
import { stateColumn } from "./states.js";

/**
 * Whether this code itself changes what a check found out, and where: only then was the check made against a second
 * attempt. A check of something else (permissions, whether a parent exists) answers the same however often it is asked.
 * `closed`: a write before the effect already decided, or is reported in its place (`unguarded-transition`).
 */
export function settledBy(check: Check, trace: Trace, at: number, context: RuleContext): "open" | "closed" | undefined {
  const effect = trace.effects[at];
  let found: "open" | undefined;
  for (const [index, other] of trace.effects.entries()) {
    if (!changes(other, check)) continue;
    if (!other.checks.some((one) => sameCheck(one, check))) continue;
    if (effect && effect !== other && (exclusive(effect, other, context) || isAfterFailure(other, effect, context)))
      continue;
    found = "open";
    // Another write may close it yet: the first one may stand on a way that ends.
    if (index >= at) break;
    const transition = other.kind === "update" && stateColumn(other) !== undefined && context.reported(other);
    // An upsert changes a row for each of two attempts: its number decides nothing.
    const counted = other.countTested && other.kind !== "upsert";
    if (transition || counted || other.conflict === "escapes") return "closed";
  }
  return found;
}

/** A write under a locked check of what the same transaction then changes: a second attempt finds it changed. */
export function heldByLock(effect: Effect, trace: Trace, context: RuleContext): boolean {
  const at = trace.effects.indexOf(effect);
  return (
    writes(effect) &&
    effect.checks.some(
      (check) => check.locked && check.kind !== "limit" && settledBy(check, trace, at, context) !== undefined,
    )
  );
}

/** Behind a check against a second attempt that an earlier effect already has the finding of. */
export function behindReportedCheck(effect: Effect, trace: Trace, context: RuleContext): boolean {
  const at = trace.effects.indexOf(effect);
  if (isToldByTransition(effect, trace, context)) return true;
  return effect.checks.some(
    (check) =>
      !check.locked &&
      check.kind !== "limit" &&
      settledBy(check, trace, at, context) === "open" &&
      trace.effects.some(
        (other, index) =>
          index < at &&
          repeats(other, context) &&
          other.checks.some((one) => sameCheck(one, check)) &&
          !exclusive(effect, other, context),
      ),
  );
}

/** The state that it hangs on is changed before it, and only two attempts at once pass: the finding of that change names it. */
function isToldByTransition(effect: Effect, trace: Trace, context: RuleContext): boolean {
  const at = trace.effects.indexOf(effect);
  return trace.effects.some(
    (other, index) =>
      index < at &&
      other.kind === "update" &&
      stateColumn(other) !== undefined &&
      context.reported(other) &&
      other.checks.some(
        (check) => asksForState(check) && changes(other, check) && effect.checks.some((one) => sameCheck(one, check)),
      ) &&
      !exclusive(effect, other, context),
  );
}

/** The state was looked at, or the row was picked by it. */
function asksForState({ kind, read, condition }: Check): boolean {
  return kind === "state" || (kind === "presence" && siteKey(read) === siteKey(condition));
}

/**
 * Behind a check that a write before the effect settles for good: an attempt that comes later stops there, and only one
 * at the same time gets as far. `check-then-act` tells that, here.
 */
export function isLeftToCheck(effect: Effect, trace: Trace, context: RuleContext): boolean {
  const at = trace.effects.indexOf(effect);
  return effect.checks.some(
    (check) =>
      !check.locked &&
      check.kind !== "limit" &&
      trace.effects.some(
        (other, index) =>
          index < at &&
          !repeats(other, context) &&
          changes(other, check) &&
          other.checks.some((one) => sameCheck(one, check)) &&
          !exclusive(effect, other, context) &&
          !isAfterFailure(other, effect, context),
      ),
  );
}

/** The same read on the same way, found in the same way. */
export function sameCheck(a: Check, b: Check): boolean {
  return a.kind === b.kind && a.occurrence === b.occurrence;
}

/** Another effect behind the same check changes what was asked: only an attempt at the same time passes the check, too. */
export function settlesCheckOf(effect: Effect, other: Effect, context: RuleContext): boolean {
  return effect.checks.some(
    (check) =>
      check.kind !== "limit" &&
      changes(other, check) &&
      other.checks.some((one) => sameCheck(one, check)) &&
      !exclusive(effect, other, context),
  );
}

/**
 * The effect changes what the check found out. A column that moves relative to itself settles nothing but a limit: a
 * balance that was high enough may still be.
 */
export function changes(effect: Effect, check: Check): boolean {
  if (!writes(effect) || !sameTarget(effect.target, check.target)) return false;
  if (effect.kind === "insert" && (check.kind === "state" || check.kind === "presence")) return false;
  switch (check.kind) {
    case "absence":
      return makes(effect) || sets(effect, check.tests);
    case "limit":
      return makes(effect) || effect.relative.length > 0 || sets(effect, check.tests);
    case "state":
      return effect.kind === "delete" || (sets(effect, check.tests) && !keepsPart(effect, check));
    case "presence":
      return effect.kind === "delete" || sets({ ...effect, relative: [] }, [...check.tests, ...check.by]);
  }
}

/** Afterwards there is one where there may have been none. A whole value written under a key (`SET`) counts. */
function makes(effect: Effect): boolean {
  return (
    ["insert", "upsert", "append", "reserve"].includes(effect.kind) ||
    (effect.kind === "update" && "*" in effect.values)
  );
}

/** The part of the column that was tested goes back into it as it was: `config: { data: row.config.data, token }`. */
function keepsPart(effect: Effect, { part, target, tests }: Check): boolean {
  if (part === undefined) return false;
  const written = tests.flatMap((column) => effect.values[column]?.sources ?? []);
  return written.some(({ what }) => what === `${target}.${part}`);
}

/** The columns by which an upsert finds its row, and which it leaves as they are in the row that it finds. */
function foundAgainBy({ guards, where, values }: Effect): readonly string[] {
  const columns = guards.flatMap((guard) => guard.columns ?? []);
  return columns.filter((column) => {
    const [asked, written] = [where[column], values[column]];
    return !asked || !written || textOf(asked) === textOf(written);
  });
}

function textOf({ sources }: Provenance): string {
  return sources.map(({ what }) => what).join();
}

function sets(effect: Effect, columns: readonly string[]): boolean {
  const set = new Set([...Object.keys(effect.values), ...Object.keys(effect.constants), ...effect.relative].map(plain));
  const kept = new Set(effect.kind === "upsert" ? foundAgainBy(effect).map(plain) : []);
  return columns.some((column) => set.has(plain(column)) && !kept.has(plain(column)) && !INCIDENTAL.test(column));
}

/** What identifies a row, when somebody last touched it, and what is renewed as it expires: no state that a second attempt finds changed. */
const INCIDENTAL = /^(_?id|uuid|(last|updated|modified|accessed|seen|refreshed)_?\w*|(access|refresh)_?tokens?)$/i;
