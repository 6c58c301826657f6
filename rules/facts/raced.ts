import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Provenance, Site, Trace } from "../../analyzer/trace.js";
import { areApart } from "../../analyzer/interpreter/walk/apart.js";
import type { RuleContext } from "../rule.js";
import { isTogether, plain, sameTarget } from "./repeats.js";
import { settlesCheckOf } from "./settled.js";

/** Only attempts at the same time meet the conflict of this insert: one that comes later is answered before it. */
export function isRaced(effect: Effect, trace: Trace, context: RuleContext): boolean {
  return isLookedFor(effect) || isAskedByKey(effect, trace, context) || isSettledAlong(effect, trace, context);
}

/**
 * An earlier attempt's row is looked up first. What is looked for is not always known (`where: (table, { eq }) => …`); then it is
 * taken for the row.
 */
function isLookedFor(effect: Effect): boolean {
  const written = new Set(Object.keys(effect.values).map(plain));
  return effect.checks.some(
    (check) =>
      check.kind === "absence" &&
      sameTarget(check.target, effect.target) &&
      (check.by.length === 0 || check.by.some((column) => written.has("*") || written.has(plain(column)))),
  );
}

/** The unique set was asked for the very values that are written, where there are some: `if (email) { if (await find(email)) throw … }`. */
function isAskedByKey(effect: Effect, trace: Trace, context: RuleContext): boolean {
  const columns = effect.guards.find(({ kind }) => kind === "unique-constraint")?.columns ?? [];
  if (columns.length === 0) return false;
  return trace.effects.slice(0, trace.effects.indexOf(effect)).some((read) => {
    const otherwise = read.kind === "read" && sameTarget(read.target, effect.target) ? read.use?.otherwise : undefined;
    return (
      otherwise !== undefined &&
      columns.every((column) => isSameValue(valueOf(read.where, column), valueOf(effect.values, column))) &&
      leaves(otherwise, effect, context)
    );
  });
}

function valueOf(columns: Effect["values"], name: string): Provenance | undefined {
  return Object.entries(columns).find(([column]) => plain(column) === plain(name))?.[1];
}

function isSameValue(asked: Provenance | undefined, written: Provenance | undefined): boolean {
  if (!asked || !written || written.sources.length === 0) return false;
  const known = new Set(asked.sources.map(({ what, site }) => `${what} ${siteKey(site)}`));
  return written.sources.every(({ what, site }) => known.has(`${what} ${siteKey(site)}`));
}

/** Where somebody was there before, the code does not come to the effect. */
function leaves(otherwise: Site, effect: Effect, context: RuleContext): boolean {
  const source = context.source(otherwise.file);
  const way = [...effect.path.map(({ site }) => site), effect.sink].find(({ file }) => file === otherwise.file);
  return source !== undefined && way !== undefined && areApart(source, otherwise, way);
}

/** What it was asked for first is no longer so once the row is there: `tx.invite.delete` beside `tx.member.create`. */
function isSettledAlong(effect: Effect, trace: Trace, context: RuleContext): boolean {
  const at = trace.effects.indexOf(effect);
  return trace.effects.some(
    (other, index) =>
      other !== effect && (index < at || isTogether(other, effect)) && settlesCheckOf(effect, other, context),
  );
}
