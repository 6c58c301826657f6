import { rejectSecondStart } from "./fixes/reuse-policy.js";
import { passStableKey } from "./fixes/stable-key.js";
import { harm } from "./facts/harm.js";
import { guardOfCall } from "./facts/keys.js";
import { nextAttempt } from "./facts/repeats.js";
import { behindReportedCheck, isLeftToCheck } from "./facts/settled.js";
import { defineRule, type Effect, type Report, type RuleContext, type Trace } from "./rule.js";

/** A workflow or execution that is started under no identity, or under one that may be used again. */
export default defineRule({
  id: "missing-workflow-id",
  summary: "A workflow is started under no identity that keeps a second attempt from starting another one",
  group: "keys",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      if (effect.kind !== "start" || !effect.key) continue;
      const { value, inert, optional } = effect.key;
      if (!value) {
        if (optional || guardOfCall(effect)) continue;
        if (isLeftToCheck(effect, trace, context) || behindReportedCheck(effect, trace, context)) continue;
        yield withoutId(trace, effect, context);
      } else if (inert && !isHeldOtherwise(effect)) yield reusable(trace, effect, inert, context);
    }
  },
});

function withoutId(trace: Trace, effect: Effect, context: RuleContext): Report {
  const place = effect.key?.place ?? "an id";
  return {
    effect,
    message: `${effect.name} starts ${effect.target} a second time on ${nextAttempt(trace.entry)}, because ${place} is missing: ${trace.entry.repeatedBy}`,
    remedy: `Set ${place} from an identity that is the same on every attempt, so that the engine finds the run that is there.`,
    ...harm(effect, trace, context),
    fixes: passStableKey(trace, effect, context),
  };
}

/** The id is stable, but the engine is told, or left, to take it a second time. */
function reusable(
  trace: Trace,
  effect: Effect,
  { why, partly }: { readonly why: string; readonly partly?: boolean },
  context: RuleContext,
): Report {
  return {
    effect,
    message: `${effect.name} starts ${effect.target} a second time on ${nextAttempt(trace.entry)} although it passes ${effect.key?.place ?? "an id"}: ${why}`,
    remedy: "Reject a second start under the same id, and take the rejection for done.",
    fixes: rejectSecondStart(effect, context),
    ...(partly ? { atMost: { severity: "info", because: "the id holds as long as the first run is under way" } } : {}),
  };
}

/** The key itself is no reason to be silent here: it is what falls short. */
function isHeldOtherwise(effect: Effect): boolean {
  return effect.guards.some(({ kind }) => kind !== "stable-key" && kind !== "durable-step");
}
