import type { Effect, Trace } from "../analyzer/trace.js";
import { claimBehind, isCache } from "./facts/records.js";
import { addsUp, secondRun } from "./facts/repeats.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "volatile-dedupe",
  summary: "The only record of a critical operation lies in a store that may lose it",
  group: "guards",
  recommended: false,
  severity: "by-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      const claim = effect.risk === "critical" && addsUp(effect, context) ? onlyCached(effect, trace) : undefined;
      if (!claim || effect.quiet !== undefined || context.reported(effect)) continue;
      yield {
        effect,
        message: `${effect.name} ${secondRun(effect)} once ${claim.library} has lost the key: an eviction, a failover or a restart forgets that it was done`,
        remedy:
          "Keep the record where the money is kept: a row under a unique key in the database. The key in the cache may stay in front of it to save work.",
        steps: [{ site: claim.site, what: `the only record: ${claim.name}` }],
      };
    }
  },
});

/** The claim in a cache that is all that keeps a second attempt from an effect. */
function onlyCached(effect: Effect, trace: Trace): Effect | undefined {
  const claims = effect.guards.map((guard) => claimBehind(guard, trace));
  const [first] = claims;
  return first && !isCache(effect) && claims.every((claim) => claim !== undefined && isCache(claim))
    ? first
    : undefined;
}
