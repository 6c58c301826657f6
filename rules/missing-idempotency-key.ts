import { siteKey } from "../analyzer/sites.js";
import type { Effect, Trace } from "../analyzer/trace.js";
import { passStableKey } from "./fixes/stable-key.js";
import { harm } from "./facts/harm.js";
import { guardOfCall, isSmallTalk, settlesByItself, wasAskedFor } from "./facts/keys.js";
import { nextAttempt } from "./facts/repeats.js";
import { defineRule } from "./rule.js";
import { isLeftToCheck } from "./facts/settled.js";

/** An external call whose API takes an idempotency key and gets none. */
export default defineRule({
  id: "missing-idempotency-key",
  summary: "A call that takes an idempotency key gets none, so the other side cannot tell a retry from a new wish",
  group: "keys",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      if (effect.kind !== "call" || !effect.key || effect.key.value || effect.key.optional) continue;
      if (guardOfCall(effect) || settlesByItself(effect, context) || isSmallTalk(trace, effect, context)) continue;
      if (wasAskedFor(trace, effect, context) || isLeftToCheck(effect, trace, context)) continue;
      yield {
        effect,
        message: `${effect.name} gets no idempotency key, so ${nextAttempt(trace.entry)} is a new request for it: ${trace.entry.repeatedBy}`,
        remedy: `Pass ${effect.key.place}, made of an identity that is the same on every attempt.`,
        ...harm(effect, trace, context),
        fixes: stopsOthers(effect, trace) ? [] : passStableKey(trace, effect, context),
      };
    }
  },
});

/** A second full refund is refused, and what follows it is not reached; under a key it would be answered, and what follows done again. */
function stopsOthers({ site }: Effect, { effects }: Trace): boolean {
  return effects.some(({ guards }) =>
    guards.some((guard) => guard.kind === "dedupe-record" && siteKey(guard.site) === siteKey(site)),
  );
}
