import { passStableKey } from "./fixes/stable-key.js";
import { guardOfCall, harm, isSmallTalk, settlesByItself, wasAskedFor } from "./keys.js";
import { nextAttempt } from "./repeats.js";
import { defineRule, type Effect, type RuleContext, type Trace } from "./rule.js";

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
      if (guardOfCall(effect) || settlesByItself(effect) || isSmallTalk(trace, effect)) continue;
      if (wasAskedFor(trace, effect) || isKeyedByClient(trace, effect, context)) continue;
      yield {
        effect,
        message: `${effect.name} gets no idempotency key, so ${nextAttempt(trace.entry)} is a new request for it: ${trace.entry.repeatedBy}`,
        remedy: `Pass ${effect.key.place}, made of an identity that is the same on every attempt.`,
        ...harm(effect),
        fixes: passStableKey(trace, effect, context),
      };
    }
  },
});

/** The client itself sets the header on every request: an interceptor of axios, a hook of got or ky. */
function isKeyedByClient(trace: Trace, effect: Effect, context: RuleContext): boolean {
  if (!["axios", "got", "ky"].includes(effect.library)) return false;
  return trace.files.some((file) => {
    const text = context.text(file) ?? "";
    return /interceptors\.request\.use|beforeRequest/.test(text) && /idempotency-key/i.test(text);
  });
}
