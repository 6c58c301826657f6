import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Trace } from "../../analyzer/trace.js";
import { sameTarget } from "./repeats.js";

/**
 * The row is made under an id that is new on each attempt, and the same function then puts that very row under a unique set: a
 * second attempt makes another one, and fails where it is put there.
 */
export function isClaimedLater(effect: Effect, { effects }: Trace): boolean {
  const made = new Set(freshIn(effect.values));
  if (made.size === 0) return false;
  const around = placeOf(effect);
  return effects
    .slice(effects.indexOf(effect) + 1)
    .some(
      (other) =>
        other.kind === "update" &&
        sameTarget(other.target, effect.target) &&
        other.guards.some(({ kind }) => kind === "unique-constraint") &&
        freshIn(other.where).some((one) => made.has(one)) &&
        placeOf(other) === around,
    );
}

/** The calls that lead to the function which has the row made. */
function placeOf({ path }: Effect): string {
  return path
    .slice(0, -1)
    .map(({ site }) => siteKey(site))
    .join(">");
}

function freshIn(columns: Effect["values"]): readonly string[] {
  return Object.values(columns).flatMap(({ sources }) =>
    sources.flatMap(({ kind, site }) => (kind === "attempt" ? [siteKey(site)] : [])),
  );
}
