import { putKeyRight, refuseKeyless } from "./fixes/move-key.js";
import { passStableKey } from "./fixes/stable-key.js";
import { createdWithout, isSwitchedOn } from "./facts/created.js";
import { guardOfCall, settlesByItself, wasAskedFor } from "./facts/keys.js";
import { addsUp, isWorthGuarding, nextAttempt } from "./facts/repeats.js";
import { defineRule, type Effect, type Report, type RuleContext, type Trace } from "./rule.js";

/** A key that is there and does nothing. */
export default defineRule({
  id: "inert-key",
  summary: "A key is passed where it does nothing",
  group: "keys",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      // Starts of workflows are told by the rule about them.
      if (effect.kind === "start" || !isWorthGuarding(effect) || context.reported(effect)) continue;
      const report =
        passed(effect, trace, context) ??
        switchedOff(effect, trace, context) ??
        misplaced(effect, trace, context) ??
        wrapped(effect, trace, context) ??
        leaking(effect, trace, context);
      if (report) yield report;
    }
  },
});

/** The key stands where the call takes one, and this call makes nothing of it. */
function passed(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  const { key } = effect;
  if (!key?.value || !key.inert || isHeldOtherwise(effect) || settlesByItself(effect, context)) return undefined;
  return {
    effect,
    message: `${effect.name} does it again on ${nextAttempt(trace.entry)} although ${key.place} is passed: ${key.inert.why}`,
    remedy:
      "Give the key where the other side reads it, or switch on what makes it read it; else keep a record of your own.",
    ...(key.inert.partly ? { atMost: { severity: "warning", because: "the key holds for a while" } } : {}),
    fixes: putKeyRight(effect, context),
  };
}

/** The key is where it belongs, and the receiver was created without what makes it look at keys. */
function switchedOff(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  const { key, target } = effect;
  if (!key?.value || !key.switchedOn || isHeldOtherwise(effect)) return undefined;
  const { option } = key.switchedOn;
  const created = createdWithout(target, key.switchedOn, context);
  if (!created) return undefined;
  return {
    effect,
    message: `${effect.name} does it again on ${nextAttempt(trace.entry)} although ${key.place} is passed: ${target} is created without ${option}, so it drops no repeats`,
    remedy: `Create ${target} with ${option}: it cannot be switched on later. Else have the consumer keep what it has seen.`,
    steps: [{ site: created, what: `created here without ${option}` }],
  };
}

/** The key stands beside the place where the call takes one. */
function misplaced(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  const { key } = effect;
  if (!key?.misplaced || key.value || isHeldOtherwise(effect) || wasAskedFor(trace, effect, context)) return undefined;
  return {
    effect,
    message: `${effect.name} does it again on ${nextAttempt(trace.entry)} although a key is passed: it is not ${key.place}, and ${key.misplaced.why}`,
    remedy: `Pass it as ${key.place}.`,
    // What may be missing there is no key yet.
    fixes: key.misplaced.value.maybeNull ? passStableKey(trace, effect, context) : putKeyRight(effect, context),
  };
}

/** A guard is wrapped around it that lets some attempts through as if it were not there. */
function wrapped(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  const shortfall = effect.shortfalls.find(({ kind }) => kind === "wrapper");
  if (!shortfall || effect.guards.length > 0 || !addsUp(effect, context)) return undefined;
  return {
    effect,
    message: `${effect.name} runs again on ${nextAttempt(trace.entry)} although it is wrapped in a guard: ${shortfall.why}`,
    remedy: "Have the guard refuse what comes without a key, or give it a key that is always there.",
    steps: [{ site: shortfall.site, what: `does not hold: ${shortfall.why}` }],
    fixes: refuseKeyless(shortfall, context),
  };
}

/** The only guard holds for those who send a key, and asks nobody for one. */
function leaking(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  const [guard, ...others] = effect.guards;
  if (!guard?.partly || others.length > 0 || !["critical", "high"].includes(effect.risk) || !addsUp(effect, context))
    return undefined;
  const { why, unless } = guard.partly;
  if (unless && isSwitchedOn(unless, context)) return undefined;
  return {
    effect,
    message: `${effect.name} runs again on ${nextAttempt(trace.entry)} where its guard lets it through: ${why}`,
    remedy: "Have the guard refuse what comes without a key, and keep its records where all attempts see them at once.",
    steps: [{ site: guard.site, what: `holds for some attempts alone: ${why}` }],
    ...(trace.entry.delivery === "retried"
      ? { atMost: { severity: "info", because: "a client that sends a key is answered once" } }
      : {}),
  };
}

/** What stops a second attempt is not the key. */
function isHeldOtherwise(effect: Effect): boolean {
  const other = effect.guards.filter(({ kind }) => kind !== "stable-key" && kind !== "message-id");
  return guardOfCall({ ...effect, guards: other }) !== undefined;
}
