import { passStableKey } from "./fixes/stable-key.js";
import { harm } from "./facts/harm.js";
import { guardOfCall } from "./facts/keys.js";
import { behindReportedCheck, isLeftToCheck } from "./facts/settled.js";
import { nextAttempt, sameTarget, writes } from "./facts/repeats.js";
import { siteKey } from "../analyzer/sites.js";
import type { Provenance } from "../analyzer/trace.js";
import { defineRule, type Effect, type RuleContext, type Trace } from "./rule.js";
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
      if (guardOfCall(effect) || replacesItself(effect, context) || replacesEarlier(effect, trace)) continue;
      if (isLeftToCheck(effect, trace, context) || behindReportedCheck(effect, trace, context)) continue;
      yield {
        effect,
        message: `${effect.name} sends a second message to ${effect.target} on ${nextAttempt(trace.entry)}, because it carries no ${effect.key.place.replace(/^the /, "")}: ${trace.entry.repeatedBy}`,
        remedy: `Set ${effect.key.place} from an identity that is the same on every attempt.`,
        ...harm(effect, trace, context),
        fixes: passStableKey(trace, effect, context),
      };
    }
  },
});

/** The new job's id is kept where the old one's was read, and the old one is taken out: however often, one is left. */
function replacesEarlier(effect: Effect, { effects }: Trace): boolean {
  const own = effects.filter(({ library }) => library === effect.library);
  const isRemoved = own.some(({ kind }, index) => kind === "delete" && index > own.indexOf(effect));
  const found = own
    .filter(({ kind }) => kind === "read")
    .flatMap(({ where }) => Object.values(where).flatMap(originsOf));
  const kept = effects.filter(
    (other) =>
      writes(other) && Object.values(other.values).some((value) => originsOf(value).includes(siteKey(effect.sink))),
  );
  return (
    isRemoved &&
    effects.some(
      (read) => found.includes(siteKey(read.sink)) && kept.some(({ target }) => sameTarget(target, read.target)),
    )
  );
}

function originsOf({ sources }: Provenance): readonly string[] {
  return sources.flatMap(({ origin }) => (origin ? [siteKey(origin)] : []));
}

/** A repeatable or scheduled job is stored under its schedule: adding it again replaces it. */
function replacesItself(effect: Effect, context: RuleContext): boolean {
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  return source !== undefined && call !== undefined && /\brepeat\s*:/.test(textOf(source, call));
}
