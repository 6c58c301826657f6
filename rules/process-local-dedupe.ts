import type { Check, Effect } from "../analyzer/trace.js";
import { isFallback } from "./facts/fallback.js";
import { wasAskedFor } from "./facts/keys.js";
import { nextAttempt, repeats } from "./facts/repeats.js";
import { defineRule, type RuleContext } from "./rule.js";

export default defineRule({
  id: "process-local-dedupe",
  summary: "What was done is remembered by one process alone: a restart or another instance does it again",
  group: "guards",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      const check = repeats(effect, context) ? memoryOf(effect, context) : undefined;
      if (!check || wasAskedFor(trace, effect, context) || isFallback(effect, trace, context)) continue;
      yield {
        effect,
        message: `${effect.name} runs again on ${nextAttempt(trace.entry)} after a restart or in another instance: ${check.target} remembers it in this process only`,
        remedy:
          "Record the identity in a store that all instances share, under a unique key, and act only when the record is new.",
        steps: [{ site: check.read, what: `looks into ${check.target}` }],
      };
    }
  },
});

/**
 * A collection of the process in which nothing was found, and into which the code puts what it did. Where what was found leads
 * to the effect as well, it is a cache of what was read.
 */
function memoryOf(effect: Effect, context: RuleContext): Check | undefined {
  const found = new Set(effect.checks.flatMap(({ kind, occurrence }) => (kind === "presence" ? occurrence : [])));
  return effect.checks.find((check) => {
    if (check.local !== true || check.kind !== "absence" || found.has(check.occurrence)) return false;
    const text = context.text(check.read.file) ?? "";
    const collection = /([\w$]+)\s*\.\s*\w+\s*\($/.exec(
      text.slice(check.read.start, check.read.end).replace(/\([^]*$/, "("),
    )?.[1];
    return (
      collection !== undefined &&
      new RegExp(`\\b${collection.replaceAll("$", "\\$")}\\s*\\.\\s*(add|set|put)\\(`).test(text)
    );
  });
}
