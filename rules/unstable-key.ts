import { useStableKey } from "./fixes/stable-key.js";
import { harm } from "./facts/harm.js";
import { hasStablePart, holdsWithoutKey, madeAnew } from "./facts/keys.js";
import { nextAttempt } from "./facts/repeats.js";
import { defineRule } from "./rule.js";

/** A key that is made anew per attempt. */
export default defineRule({
  id: "unstable-key",
  summary: "A key that is new on every attempt protects nothing",
  group: "keys",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      const fresh = effect.kind === "read" ? undefined : madeAnew(trace, effect);
      if (!fresh || effect.guards.some(holdsWithoutKey)) continue;
      yield {
        effect,
        message: hasStablePart(effect)
          ? `${effect.name} gets a key that is not the same on ${nextAttempt(trace.entry)}: ${fresh.how}, and ${trace.entry.repeatedBy}`
          : `${effect.name} gets a new key on ${nextAttempt(trace.entry)}: ${fresh.how}, and ${trace.entry.repeatedBy}`,
        remedy: "Make the key of an identity that exists before the first attempt and is read again by later ones.",
        steps: [{ site: fresh.source.site, what: fresh.how }],
        ...harm(effect, trace, context),
        fixes: useStableKey(trace, effect, context),
      };
    }
  },
});
