import type { Effect, Trace } from "../analyzer/trace.js";
import { graver } from "../analyzer/risk.js";
import { leavesTrace } from "./facts/duplicates.js";
import { sayDuplicate } from "./fixes/say-duplicate.js";
import { isCache, isRecordName, protectedBy } from "./facts/records.js";
import { isWorthGuarding, sameTarget } from "./facts/repeats.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "silent-duplicate",
  summary: "A duplicate is dropped without a trace of it",
  group: "governance",
  recommended: false,
  severity: "by-risk",
  staticOnly: true,

  *check(trace, context) {
    for (const effect of trace.effects) {
      const otherwise = effect.use?.otherwise;
      if (!otherwise || context.reported(effect)) continue;
      const held = keptFrom(effect, trace);
      if (held.length === 0 || leavesTrace(otherwise, context)) continue;
      const gravest = held.reduce((a, b) => (graver(a.risk, b.risk) === a.risk ? a : b));
      yield {
        effect: { ...effect, risk: gravest.risk, riskReason: gravest.riskReason },
        message: `${effect.name} ${gravest === effect ? "finds its row there" : `finds that ${gravest.name} was done before`}, and nothing tells of it: no log line, no count, no answer of its own, so a storm of duplicates looks like silence`,
        remedy: "Log or count the duplicate with its identity, or answer it in a way that the caller can tell.",
        steps: [{ site: otherwise, what: "a duplicate ends here, unseen" }],
        fixes: sayDuplicate(effect, otherwise, trace, context),
        atMost: { severity: "info", because: "nothing is doubled, it is only not seen" },
      };
    }
  },
});

/** What a duplicate is kept from: the effects behind the claim, the row whose conflict is caught, what the record guards. */
function keptFrom(effect: Effect, trace: Trace): readonly Effect[] {
  const behind = protectedBy(effect, trace).filter(
    (other) => isWorthGuarding(other) && !sameTarget(other.target, effect.target),
  );
  if (behind.length > 0) return behind;
  if (effect.kind === "insert" && effect.conflict === "handled" && isWorthGuarding(effect)) return [effect];
  const isRecord = effect.kind === "read" && (isRecordName(effect.target) || isCache(effect));
  return isRecord ? trace.effects.filter((other) => isWorthGuarding(other) && restsOn(other, effect)) : [];
}

function restsOn(other: Effect, read: Effect): boolean {
  return (
    !sameTarget(other.target, read.target) &&
    other.checks.some((check) => check.kind === "absence" && sameTarget(check.target, read.target))
  );
}
