import { passStableKey } from "./fixes/stable-key.js";
import { guardOfCall } from "./keys.js";
import { nextAttempt } from "./repeats.js";
import { defineRule, type Effect, type RuleContext } from "./rule.js";
import { callAt, textOf } from "./fixes/syntax.js";

/** A message or job without the identity on which its broker would drop a duplicate. */
export default defineRule({
  id: "missing-message-id",
  summary: "A message or job carries no identity, although the broker drops duplicates by one",
  group: "keys",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      if (effect.kind !== "publish" && effect.kind !== "enqueue") continue;
      if (!effect.key || effect.key.value || effect.key.optional) continue;
      if (guardOfCall(effect) || replacesItself(effect, context)) continue;
      yield {
        effect,
        message: `${effect.name} sends a second message to ${effect.target} on ${nextAttempt(trace.entry)}, because it carries no ${effect.key.place.replace(/^the /, "")}: ${trace.entry.repeatedBy}`,
        remedy: `Set ${effect.key.place} from an identity that is the same on every attempt.`,
        fixes: passStableKey(trace, effect, context),
      };
    }
  },
});

/** A repeatable or scheduled job is stored under its schedule: adding it again replaces it. */
function replacesItself(effect: Effect, context: RuleContext): boolean {
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  return source !== undefined && call !== undefined && /\brepeat\s*:/.test(textOf(source, call));
}
