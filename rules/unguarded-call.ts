import { reserveFirst } from "./fixes/reserve-first.js";
import { guardOfCall, settlesByItself } from "./keys.js";
import { nextAttempt } from "./repeats.js";
import { defineRule, type Effect, type Trace } from "./rule.js";

/** An effect on the outside world that no key can protect, with no record before it. */
export default defineRule({
  id: "unguarded-call",
  summary: "A call that cannot carry a key runs with no record that it was made",
  group: "guards",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      if (effect.kind !== "call" || effect.key || guardOfCall(effect)) continue;
      if (settlesByItself(effect) || wasAskedFor(trace, effect) || context.reported(effect)) continue;
      yield {
        effect,
        message: `${effect.name} happens again on ${nextAttempt(trace.entry)}, because nothing records that it was done: ${trace.entry.repeatedBy}`,
        remedy: `${effect.name} takes no key: insert a record under a unique key first, and call only when the insert was the first one.`,
        fixes: reserveFirst(trace, effect, context),
      };
    }
  },
});

/** Somebody who asks for a code, a link or a test twice wants two. */
function wasAskedFor(trace: Trace, effect: Effect): boolean {
  if (trace.entry.delivery !== "retried" || effect.risk === "critical") return false;
  const words = [trace.entry.name, ...effect.path.map((step) => step.what), effect.name, effect.target].join(" ");
  return ON_REQUEST.test(words);
}

const ON_REQUEST =
  /otp|passcode|password|forgot|reset|magic|login|log-in|signin|sign-in|verif|resend|remind|contact|feedback|support|\btest|preview|two-?factor|2fa|mfa/i;
