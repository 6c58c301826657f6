import { siteKey } from "../analyzer/sites.js";
import type { Effect, Trace } from "../analyzer/trace.js";
import { isFallback } from "./facts/fallback.js";
import { reserveFirst } from "./fixes/reserve-first.js";
import { harm } from "./facts/harm.js";
import { guardOfCall, settlesByItself, wasAskedFor } from "./facts/keys.js";
import { nextAttempt } from "./facts/repeats.js";
import { defineRule } from "./rule.js";
import { behindReportedCheck } from "./facts/settled.js";

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
      if (settlesByItself(effect, context) || wasAskedFor(trace, effect, context) || context.reported(effect)) continue;
      if (isKeyedOtherwise(effect, trace) || isFallback(effect, trace, context)) continue;
      if (behindReportedCheck(effect, trace, context)) continue;
      yield {
        effect,
        message: `${effect.name} happens again on ${nextAttempt(trace.entry)}, because nothing records that it was done: ${trace.entry.repeatedBy}`,
        remedy: `${effect.name} takes no key: insert a record under a unique key first, and call only when the insert was the first one.`,
        ...harm(effect, trace, context),
        fixes: reserveFirst(trace, effect, context),
      };
    }
  },
});

/** The same call goes out under a stable key where the provider takes one; this is the other way, through one that takes none. */
function isKeyedOtherwise(effect: Effect, trace: Trace): boolean {
  return trace.effects.some(
    (other) =>
      siteKey(other.site) === siteKey(effect.site) &&
      other.guards.some(({ kind, site }) => kind === "stable-key" && site.start === other.sink.start),
  );
}
