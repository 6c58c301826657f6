import type { Effect, Site, Trace } from "../analyzer/trace.js";
import { siteKey } from "../analyzer/sites.js";
import { intoStep } from "./fixes/into-step.js";
import { splitStep } from "./fixes/split-step.js";
import { isDatabaseWrite, isOutside } from "./facts/records.js";
import { madeInBody } from "./facts/replayed-values.js";
import { addsUp, isTogether, isWorthGuarding } from "./facts/repeats.js";
import { changes } from "./facts/settled.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";

export default defineRule({
  id: "effect-outside-step",
  summary: "An effect of a durable workflow stands where a replay runs it again",
  group: "time",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    if (trace.entry.kind !== "workflow" || trace.entry.delivery !== "replayed") return;
    for (const effect of trace.effects) {
      if (!isWorthGuarding(effect) || context.reported(effect)) continue;
      const report =
        (addsUp(effect, context)
          ? effect.guards.length === 0
            ? replayed(effect, trace, context)
            : firstOfTwo(effect, trace, context)
          : undefined) ?? madeInBody(effect, trace, context);
      if (report) yield report;
    }
  },
});

function replayed(effect: Effect, trace: Trace, context: RuleContext): Report {
  return {
    effect,
    message: `${effect.name} runs again each time the body of ${trace.entry.name} is replayed: ${trace.entry.repeatedBy}, and only what stands in a step is not repeated`,
    remedy: "Run it in a step of its own, so that the engine stores its result and skips it on the next replay.",
    fixes: intoStep(effect, trace, context),
  };
}

/**
 * A step is run again as a whole: what it did before the part that failed is done twice. Told where both are written in
 * the step itself; a function that the step calls does not know that it is in one.
 */
function firstOfTwo(effect: Effect, trace: Trace, context: RuleContext): Report | undefined {
  const step = effect.guards.length === 1 ? effect.guards.find(({ kind }) => kind === "durable-step") : undefined;
  if (!step || !within(step.site, effect.site) || isAskedFor(effect, step.site)) return undefined;
  const at = trace.effects.indexOf(effect);
  const next = trace.effects.find(
    (other, index) =>
      index > at &&
      isWorthGuarding(other) &&
      within(step.site, other.site) &&
      siteKey(other.sink) !== siteKey(effect.sink) &&
      (isOutside(other) || (isDatabaseWrite(other) && !isTogether(other, effect))),
  );
  if (!next) return undefined;
  return {
    effect,
    message: `${effect.name} happens again when ${next.name} fails: both stand in one step, and the engine runs a failed step again from its beginning`,
    remedy: "Give each effect a step of its own.",
    steps: [{ site: next.site, what: `fails in the same step: ${next.name}` }],
    fixes: splitStep(step.site, next.site, context),
  };
}

/** The step looks first whether it was done: when it is run again, it finds what it did. */
function isAskedFor(effect: Effect, step: Site): boolean {
  return effect.checks.some(
    (check) => check.kind === "absence" && within(step, check.condition) && changes(effect, check),
  );
}

function within(outer: Site, inner: Site): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}
