import type { Effect, Trace } from "../analyzer/trace.js";
import { makeInsertUnique } from "./fixes/unique-insert.js";
import { insertsAgain, nextAttempt, replacesRows } from "./facts/repeats.js";
import { behindReportedCheck, heldByLock, isLeftToCheck } from "./facts/settled.js";
import { isClaimedLater } from "./facts/own-row.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";

export default defineRule({
  id: "unguarded-insert",
  summary: "A row is inserted again on every attempt: nothing unique identifies it",
  group: "guards",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      if (!isOpen(effect) || context.reported(effect) || isClaimedLater(effect, trace)) continue;
      if (
        heldByLock(effect, trace, context) ||
        behindReportedCheck(effect, trace, context) ||
        isLeftToCheck(effect, trace, context) ||
        replacesRows(effect, trace)
      )
        continue;
      yield reportOf(effect, trace, context);
    }
  },
});

/** A plain insert that no unique set stops, or an upsert whose key matches nothing that an earlier attempt wrote. */
function isOpen(effect: Effect): boolean {
  if (effect.guards.length > 0 || effect.quiet !== undefined) return false;
  if (effect.kind === "insert") return insertsAgain(effect);
  return effect.kind === "upsert" && effect.relative.length === 0 && shortfallOf(effect) !== undefined;
}

function reportOf(effect: Effect, trace: Trace, context: RuleContext): Report {
  const table = context.schema.table(effect.target);
  const shortfall = shortfallOf(effect);
  const because = shortfall
    ? shortfall.why
    : table
      ? `no unique set of ${table.name} holds the same values on the next attempt`
      : `nothing in the project says what is unique in ${effect.target}`;
  const again = effect.inLoop ? "inserts its rows a second time" : "inserts a second row";
  return {
    effect,
    message: `${effect.name} ${again} on ${nextAttempt(trace.entry)}: ${because}`,
    remedy: remedyOf(effect, trace, table !== undefined),
    ...(shortfall ? { steps: [{ site: shortfall.site, what: `does not hold: ${shortfall.why}` }] } : {}),
    fixes: makeInsertUnique(effect, trace, context),
  };
}

function remedyOf(effect: Effect, trace: Trace, known: boolean): string {
  const identity = trace.entry.identities[0];
  const by = identity ? identity.what : "an identity that the next attempt carries too";
  const where = known
    ? `a unique constraint in ${effect.target}`
    : "a unique constraint (tell Idemlint of it in the schema or a migration)";
  return `Store ${by} with the row under ${where}, and treat the conflict as done.`;
}

/** What comes nearest to holding says most: a set that does hold for attempts at the same time. */
function shortfallOf({ shortfalls }: Effect) {
  return (
    shortfalls.find(({ atOnce }) => atOnce) ??
    shortfalls.find(({ kind }) => kind === "unique-constraint" || kind === "upsert" || kind === "conditional-write")
  );
}
