import type { Provenance } from "../analyzer/trace.js";
import { expiryOf } from "./facts/expiry.js";
import { addIntent } from "./fixes/compose-key.js";
import { actorIn, intentIn, isWho } from "./facts/intent.js";
import { holdsWithoutKey } from "./facts/keys.js";
import { isGivenBack, protectedBy, weighed } from "./facts/records.js";
import { defineRule, type Effect, type RuleContext, type Trace } from "./rule.js";

/** A key that stands for more than one wish. */
export default defineRule({
  id: "coarse-key",
  summary: "A key that names only who asks, or nothing: a second wish is taken for a repeat of the first",
  group: "keys",
  recommended: false,
  severity: "every-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      const { key } = effect;
      const who = key?.value && coarse(key.value);
      if (!key || !who || effect.guards.some(holdsWithoutKey) || context.reported(effect)) continue;
      const told = effect.kind === "reserve" ? reservation(effect, trace, context) : oneOfMany(effect);
      if (!told) continue;
      yield {
        effect: told,
        message: `${effect.name} takes a second wish for a repeat of the first and swallows it: ${key.place} is ${who}`,
        remedy: `Add to ${key.place} what names the wish: the request, message, order or payment that it is for.`,
        ...(effect.kind === "enqueue" && effect.risk === "normal"
          ? { atMost: { severity: "info", because: "jobs about one user are often meant to fall together" } }
          : {}),
        fixes: addIntent(trace, effect, context),
      };
    }
  },
});

/** What such a key says of the wish, when everything in it is known and nothing tells one wish from the next. */
function coarse(key: Provenance): string | undefined {
  const known = key.sources.every(({ kind }) => kind !== "unknown" && kind !== "attempt" && kind !== "payload");
  if (!known || key.sources.length === 0 || key.maybeNull || intentIn(key)) return undefined;
  const actor = actorIn(key);
  return actor ? `the same for all that one ${actor.what} asks for` : "the same for everybody";
}

/** The call makes one of many. A user is one customer, a schedule is one schedule: there the name is the wish. */
function oneOfMany(effect: Effect): Effect | undefined {
  const words = effect.name.split(/[.\s/]/);
  const made = /^create$/i.test(words.at(-1) ?? "") ? words.at(-2) : words.at(-1);
  const settles = effect.kind === "read" || effect.kind === "delete" || effect.kind === "update";
  return settles || isWho(made ?? "") || /schedul|cron|repeat/i.test(effect.name) ? undefined : effect;
}

/** A reservation that stays. One that is given back or soon gone keeps things apart for a moment, as locks and limits do. */
function reservation(effect: Effect, trace: Trace, context: RuleContext): Effect | undefined {
  const expiry = expiryOf(effect, context);
  const isShort = expiry.kind === "after" && expiry.seconds < DAY;
  if (isShort || expiry.kind === "unknown" || isGivenBack(effect, trace) || LOCKS.test(effect.target)) return undefined;
  return weighed(effect, protectedBy(effect, trace));
}

const DAY = 86_400;
const LOCKS = /lock|mutex|throttle|limit|cooldown|debounce|semaphore/i;
