import type { Effect, Trace } from "../analyzer/trace.js";
import { graver } from "../analyzer/risk.js";
import { expiryOf } from "./facts/expiry.js";
import { takeOverAfterLease } from "./fixes/lease.js";
import { isApart, isCache, isOutside, isRecord, laterOn, protectedBy } from "./facts/records.js";
import { isRecovered } from "./facts/recovery.js";
import { isWorthGuarding, plain } from "./facts/repeats.js";
import { isUnderWay } from "./facts/states.js";
import { defineRule, type RuleContext } from "./rule.js";
import { callAt, textOf } from "./fixes/syntax.js";

export default defineRule({
  id: "stuck-reservation",
  summary: "A reservation in progress has no way out when its attempt fails",
  group: "time",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    for (const claim of trace.effects) {
      const state = claim.kind === "insert" || claim.kind === "reserve" ? inProgress(claim, context) : undefined;
      if (!state || context.reported(claim) || !(isRecord(claim, context) || RESERVED.test(claim.target))) continue;
      const held = protectedBy(claim, trace).filter(
        (effect) => isWorthGuarding(effect) && plain(effect.target) !== plain(claim.target),
      );
      if (held.length === 0 || !held.some((effect) => isOutside(effect) || isApart(effect, claim))) continue;
      if (hasWayOut(claim, trace, context)) continue;
      const gravest = held.reduce((a, b) => (graver(a.risk, b.risk) === a.risk ? a : b));
      yield {
        effect: { ...claim, risk: gravest.risk, riskReason: gravest.riskReason },
        message: `${claim.name} stays ${state} for ever when ${gravest.name} fails or the process dies: nothing sets it to failed, no lease runs out, and every retry is told that the work is under way`,
        remedy:
          "Give the reservation a lease that the next attempt may take over, and set it to failed (or delete it) when the work fails.",
        steps: held.slice(0, 2).map((effect) => ({ site: effect.site, what: `may fail: ${effect.name}` })),
        fixes: takeOverAfterLease(claim, context),
      };
    }
  },
});

/** The state that says “somebody is at it”, when the reservation is written with one. */
function inProgress(claim: Effect, context: RuleContext): string | undefined {
  const constant = Object.values(claim.constants).find(isUnderWay);
  if (constant !== undefined || !isCache(claim)) return constant;
  const source = context.source(claim.sink.file);
  const call = source && callAt(source, claim.sink);
  return source && call
    ? /["'`](in[_-]?progress|pending|processing|started|running)["'`]/i.exec(textOf(source, call))?.[1]
    : undefined;
}

function hasWayOut(claim: Effect, trace: Trace, context: RuleContext): boolean {
  if (isCache(claim) && expiryOf(claim, context).kind !== "never") return true;
  if (Object.keys(claim.values).some((column) => LEASE.test(column))) return true;
  return (
    laterOn(claim, trace).some(
      (effect) =>
        effect.kind === "delete" ||
        /\.p?expire(at)?$/i.test(effect.name) ||
        Object.values(effect.constants).some((value) => FAILED.test(value)) ||
        Object.keys(effect.where).some((column) => TIME.test(column)),
    ) || isRecovered(claim, context)
  );
}

const FAILED = /^["']?(fail(ed|ure)?|error(ed)?|abort(ed)?|released?|retry(able)?|expired|recover\w*)["']?$/i;
const LEASE = /lease|locked?_?(until|expires)|expire|expiry|deadline|heartbeat|valid_?until|visible_?at|ttl/i;
const TIME = /(_at|At|_until|Until|_time|Time|heartbeat)$/;
const RESERVED = /idempoten|reservation|request_?key|dedup|claim|lock|attempt|execution|run(s)?$|job/i;
