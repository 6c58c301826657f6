import { isStable } from "../../analyzer/provenance.js";
import type { Check, Effect, Fix } from "../../analyzer/trace.js";
import { plain, sameTarget } from "../facts/repeats.js";
import type { RuleContext } from "../rule.js";
import { columnsOf, makeClaim, makeUnique } from "./unique-insert.js";

/**
 * Find-then-create becomes a create that tolerates the row of another attempt, under a unique constraint on what was
 * searched by; where more stands behind it, the attempt that finds the row there ends. Checks before calls, limits and states need a decision (which record claims, what frees it after a
 * failure): they have no fix by machine.
 */
export function makeCheckAtomic(check: Check, effect: Effect, behind: readonly Effect[], context: RuleContext): Fix[] {
  if (check.kind !== "absence" || effect.kind !== "insert" || !sameTarget(check.target, effect.target)) return [];
  const table = context.schema.table(effect.target);
  // A set that holds another value on each attempt keeps no two apart.
  const kept = Object.entries(effect.values).filter(([, value]) => isStable(value));
  const written = new Set(kept.map(([column]) => plain(column)));
  if (!table || check.by.length === 0 || !check.by.every((column) => written.has(plain(column)))) return [];
  const columns = columnsOf(table, check.by);
  if (columns.length !== check.by.length) return [];
  return behind.length > 0 ? makeClaim(effect, table, columns, context) : makeUnique(effect, table, columns, context);
}
