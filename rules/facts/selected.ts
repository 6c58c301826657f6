import type { Check, Effect, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { plain, sameTarget } from "./repeats.js";

/** A check of a column that its query leaves out: it is never there, so the check always answers the same. */
export function checkOfUnselected(effect: Effect, trace: Trace, context: RuleContext): Check | undefined {
  const states = effect.checks.filter(({ kind, local }) => kind === "state" && local !== true);
  const inVain = states.filter((check) => leavesOut(check, trace, context));
  // Another check of the same row may be the one that holds.
  return inVain.find(({ target }) => states.every((one) => inVain.includes(one) || !sameTarget(one.target, target)));
}

function leavesOut({ read, target, tests }: Check, trace: Trace, context: RuleContext): boolean {
  const query = trace.effects.find(
    ({ kind, site }) => kind === "read" && site.file === read.file && site.start === read.start,
  );
  if (!query?.selects || !sameTarget(query.target, target) || tests.length === 0) return false;
  const selected = new Set(query.selects.map(plain));
  // What is no column of the table may be a method or a member that the code gave the row. MongoDB's driver gives plain documents.
  const columns = context.schema.table(target)?.columns.map(({ name }) => plain(name));
  const isColumn = (name: string): boolean =>
    columns?.includes(name) ?? (query.library === "MongoDB" && name !== ALWAYS_THERE);
  return tests.every((column) => !selected.has(plain(column)) && isColumn(plain(column)));
}

const ALWAYS_THERE = plain("_id");
