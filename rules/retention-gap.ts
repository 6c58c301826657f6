import type { Effect, Trace } from "../analyzer/trace.js";
import { graver } from "../analyzer/risk.js";
import { expiryOf } from "./facts/expiry.js";
import { forgetLater } from "./fixes/keep-longer.js";
import { isCache, isGivenBack, protectedBy } from "./facts/records.js";
import { addsUp, isWorthGuarding, nextAttempt } from "./facts/repeats.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";

export default defineRule({
  id: "retention-gap",
  summary: "A record of what was done is forgotten before the last attempt can come",
  group: "time",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    for (const claim of trace.effects) {
      if (claim.kind !== "reserve" || !isCache(claim) || context.reported(claim)) continue;
      const held = protectedBy(claim, trace).filter(
        (effect) => isWorthGuarding(effect) && restsOn(effect, claim, context),
      );
      if (held.length === 0 || isGivenBack(claim, trace)) continue;
      const gravest = held.reduce((a, b) => (graver(a.risk, b.risk) === a.risk ? a : b));
      const report = judge(claim, gravest, trace, context);
      if (report) yield { ...report, effect: { ...claim, risk: gravest.risk, riskReason: gravest.riskReason } };
    }
    for (const effect of trace.effects) {
      const report = context.reported(effect)
        ? undefined
        : (forgottenByBroker(effect, trace) ?? forgottenByWrapper(effect, trace));
      if (report) yield report;
    }
  },
});

function judge(claim: Effect, held: Effect, trace: Trace, context: RuleContext): Omit<Report, "effect"> | undefined {
  if (!/\.set(nx)?$/i.test(claim.name)) return undefined;
  const expiry = expiryOf(claim, context);
  const horizon = context.horizon(held.risk) * 3600;
  const steps = [{ site: held.site, what: `rests on it: ${held.name}` }];
  if (expiry.kind === "never") {
    return {
      message: `${claim.name} keeps ${claim.target} for ever: the store fills up, and what it then drops is not for this code to choose`,
      remedy: `Let the key expire after the last attempt can have come: ${days(horizon)} for a ${held.risk} effect.`,
      steps,
      fixes: forgetLater(claim, expiry, horizon, context),
      atMost: { severity: "info", because: "it is the store that runs full" },
    };
  }
  if (expiry.kind !== "after" || expiry.seconds >= horizon) return undefined;
  return {
    message: `${claim.name} is forgotten after ${days(expiry.seconds)}, and ${nextAttempt(trace.entry)} after that runs ${held.name} again: a ${held.risk} effect may be asked for again for ${days(horizon)}`,
    remedy: `Keep the key for ${days(horizon)}, or behind it a row under a unique key that stays.`,
    steps,
    fixes: forgetLater(claim, expiry, horizon, context),
  };
}

/**
 * The broker that takes the message knows its id for minutes, and the one that delivers comes again for days.
 */
function forgottenByBroker(effect: Effect, { entry }: Trace): Report | undefined {
  const { key, guards } = effect;
  if (!["publish", "enqueue"].includes(effect.kind) || effect.risk !== "critical") return undefined;
  if (!key?.value || key.inert || key.window === undefined || entry.comesFor === undefined) return undefined;
  if (key.window >= entry.comesFor || !isWorthGuarding(effect)) return undefined;
  if (guards.length === 0 || !guards.every(({ kind }) => kind === "message-id" || kind === "stable-key"))
    return undefined;
  return {
    effect,
    message: `${effect.name} sends ${effect.target} a second message when ${entry.name} runs again later than ${days(key.window)} after the first time: ${effect.library} forgets ${key.place} then, and ${entry.name} may be delivered to for ${days(entry.comesFor)}`,
    remedy: `Have the consumer of ${effect.target} keep the id under a unique key; or claim it here, in a row, before the message is sent.`,
    atMost: {
      severity: "info",
      because: `what the consumer of ${effect.target} does with a second message is not seen from here`,
    },
  };
}

/** What a wrapper keeps of the first attempt is gone before the sender stops coming. */
function forgottenByWrapper(effect: Effect, { entry }: Trace): Report | undefined {
  const { guards, risk } = effect;
  const windows = guards.flatMap(({ window }) => window ?? []);
  if (!["critical", "high"].includes(risk) || !isWorthGuarding(effect) || entry.comesFor === undefined)
    return undefined;
  if (guards.length === 0 || windows.length < guards.length) return undefined;
  const longest = Math.max(...windows);
  if (longest >= entry.comesFor) return undefined;
  return {
    effect,
    message: `${effect.name} happens again when ${entry.name} is delivered to later than ${days(longest)} after the first time: ${guards[0]?.what ?? ""} for that long, and ${entry.name} may be delivered to for ${days(entry.comesFor)}`,
    remedy: `Keep the record for ${days(entry.comesFor)} or longer.`,
    atMost: { severity: "info", because: "a delivery rarely comes that late" },
  };
}

/** Nothing else keeps a second attempt away, so the record's age decides. */
function restsOn(effect: Effect, claim: Effect, context: RuleContext): boolean {
  return (
    addsUp(effect, context) &&
    !isCache(effect) &&
    effect.guards.every(({ site }) => site.file === claim.sink.file && site.start === claim.sink.start)
  );
}

/** `30 days`, `12 hours`, `5 minutes`. */
function days(seconds: number): string {
  const [count, unit] =
    seconds >= 86_400
      ? [seconds / 86_400, "day"]
      : seconds >= 3_600
        ? [seconds / 3_600, "hour"]
        : seconds >= 60
          ? [seconds / 60, "minute"]
          : [seconds, "second"];
  const rounded = Math.round(count * 10) / 10;
  return `${rounded} ${unit}${rounded === 1 ? "" : "s"}`;
}
