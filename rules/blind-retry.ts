import { isFallback } from "./facts/fallback.js";
import { keyOutsideRetry } from "./fixes/retry.js";
import { goesAnywhere, guardOfCall, settlesByItself } from "./facts/keys.js";
import { addsUp, secondRun } from "./facts/repeats.js";
import { defineRule, type Effect } from "./rule.js";

/** A retry around an effect that adds up and carries no key. */
export default defineRule({
  id: "blind-retry",
  summary: "A retry repeats an effect that may have happened already",
  group: "time",
  recommended: true,
  severity: "every-risk",
  client: "also",

  *check(trace, context) {
    for (const effect of trace.effects) {
      const { retry } = effect;
      if (!retry || !addsUp(effect, context) || guardOfCall(effect) || effect.key?.value) continue;
      if (goesAnywhere(effect) || isFallback(effect, trace, context)) continue;
      if (isOutside(effect) ? settlesByItself(effect, context) : effect.transaction) continue;
      yield {
        effect,
        message: `${retry.what}, also when only the reply was lost: ${effect.name} then ${secondRun(effect)}`,
        remedy: effect.key
          ? `Make ${effect.key.place} before the retry begins, so that every attempt sends the same one.`
          : "Retry only what can be repeated, or record the effect under a key before the first attempt.",
        steps: [{ site: retry.site, what: retry.what }],
        fixes: keyOutsideRetry(trace, effect, context),
      };
    }
  },
});

/** A transaction that fails leaves nothing behind, so a retry around it is right; a call to the outside is not undone. */
function isOutside(effect: Effect): boolean {
  return ["call", "publish", "enqueue", "start"].includes(effect.kind);
}
