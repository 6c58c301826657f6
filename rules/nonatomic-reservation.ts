import type { Check, Effect, Trace } from "../analyzer/trace.js";
import { siteKey } from "../analyzer/sites.js";
import { expiryOf } from "./facts/expiry.js";
import { expiringReserve, reserveAtOnce, withExpiry } from "./fixes/one-command.js";
import { claimsBefore, isCache, laterOn, protectedBy, weighed } from "./facts/records.js";
import { addsUp, isWorthGuarding, repeats, sameTarget, secondRun } from "./facts/repeats.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";
import { settledBy } from "./facts/settled.js";

export default defineRule({
  id: "nonatomic-reservation",
  summary: "A reservation takes more than one step, and between the steps it is held by two or for ever",
  group: "guards",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    const told = new Set<string>();
    for (const [at, effect] of trace.effects.entries()) {
      if (context.reported(effect)) continue;
      const report =
        readThenSet(effect, at, trace, context, told) ??
        withoutEnd(effect, trace, context) ??
        blindRelease(effect, at, trace, context);
      if (report) yield report;
    }
  },
});

/** `GET` tells that the key is free, `SET` takes it: two attempts both read before either writes. */
function readThenSet(
  effect: Effect,
  at: number,
  trace: Trace,
  context: RuleContext,
  told: Set<string>,
): Report | undefined {
  if (!repeats(effect, context)) return undefined;
  const check = effect.checks.find(
    (one) => one.kind === "absence" && !one.locked && !told.has(one.occurrence) && isCached(one, trace),
  );
  const set = check && trace.effects.find((other) => isSet(other) && sameTarget(other.target, check.target));
  if (!check || !set || settledBy(check, trace, at, context) !== "open") return undefined;
  told.add(check.occurrence);
  return {
    effect,
    message: `${effect.name} runs for each of two attempts that both read ${check.target} before either sets it: the second ${secondRun(effect)}`,
    remedy:
      "Take the key with one command, SET with NX and an expiry, and go on only when the answer says that it was free.",
    steps: [
      { site: check.read, what: `finds ${check.target} free` },
      { site: set.site, what: "takes it, in a command of its own" },
    ],
    fixes: reserveAtOnce(check, set, context),
  };
}

/** A key that is taken without an expiry: set in a second command, or only given back by a `finally` that a crash never reaches. */
function withoutEnd(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  if (effect.kind !== "reserve" || !effect.countTested || !isKey(effect) || expiryOf(effect, context).kind !== "never")
    return undefined;
  const later = laterOn(effect, trace);
  const expires = later.find(({ name }) => /\.p?expire(at)?$/i.test(name));
  const released = later.find(({ kind }) => kind === "delete" || kind === "release");
  const held = heldDuring(effect, trace, context);
  if (held.length === 0 || (!expires && (!released || protectedBy(effect, trace).length > 0))) return undefined;
  const because = expires
    ? `the expiry follows in a command of its own, ${expires.name}, which a crash between the two never sends`
    : "it has no expiry, and a crash before its release leaves it there";
  return {
    effect: weighed(effect, held) ?? effect,
    message: `${effect.name} holds ${effect.target} for ever when the process dies after it: ${because}, and no later attempt gets past it`,
    remedy: "Take the key and set its expiry in one command: SET key value EX seconds NX.",
    ...(expires ? { steps: [{ site: expires.site, what: "sets the expiry, in a command of its own" }] } : {}),
    fixes: expires ? expiringReserve(effect, expires, context) : withExpiry(effect, context),
  };
}

/** A lock whose time was over may be somebody else's by now. */
function blindRelease(effect: Effect, at: number, trace: Trace, context: RuleContext): Report | undefined {
  if (effect.kind !== "delete" || !isCache(effect)) return undefined;
  const lock = trace.effects.find(
    (other, index) =>
      index < at && other.kind === "reserve" && isCache(other) && sameTarget(other.target, effect.target),
  );
  if (
    !lock?.countTested ||
    !isKey(lock) ||
    protectedBy(lock, trace).length > 0 ||
    expiryOf(lock, context).kind === "never"
  )
    return undefined;
  const held = heldDuring(lock, trace, context).filter(
    (other) => trace.effects.indexOf(other) < at && repeats(other, context),
  );
  if (held.length === 0 || effect.checks.some((check) => sameTarget(check.target, lock.target))) return undefined;
  return {
    effect: weighed(effect, held) ?? effect,
    message: `${effect.name} takes the lock away from the next holder when this one was slower than its expiry: it deletes ${effect.target} whoever holds it, and a third gets in`,
    remedy:
      "Store a token of its own with the lock, and release with a script that deletes the key only while it holds that token.",
    steps: [{ site: lock.site, what: `taken here for a limited time: ${lock.name}` }],
    atMost: { severity: "warning", because: "only a holder that is slower than the expiry is hit" },
  };
}

function isCached(check: Check, trace: Trace): boolean {
  const at = siteKey(check.read);
  return trace.effects.some((other) => other.kind === "read" && isCache(other) && siteKey(other.site) === at);
}

/** A key of its own, which can expire: not a member of a set or a field of a hash. */
function isKey(effect: Effect): boolean {
  return isCache(effect) && /\.set(nx)?$/i.test(effect.name);
}

function isSet(effect: Effect): boolean {
  return effect.kind === "update" && isCache(effect) && /\.(set|setex|psetex)$/i.test(effect.name);
}

/** What a reservation is for: what only its winner does, else what is done while it is held. */
function heldDuring(reserve: Effect, trace: Trace, context: RuleContext): readonly Effect[] {
  const at = trace.effects.indexOf(reserve);
  return trace.effects.filter(
    (other, index) =>
      index > at && isWorthGuarding(other) && (addsUp(other, context) || claimsBefore(other, trace).includes(reserve)),
  );
}
