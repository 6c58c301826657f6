import type { Effect, Trace } from "../analyzer/trace.js";
import { tolerateConflict } from "./fixes/unique-insert.js";
import { isRaced } from "./facts/raced.js";
import { insertsAgain, nextAttempt, replacesRows, sameTarget } from "./facts/repeats.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";

/**
 * The row is safe; what suffers is the attempt. A broker that gets an error delivers again for ever, so there the risk
 * decides. A client that gets an error was told the wrong thing once: a warning at most, and information when a read before the
 * insert answers every retry that does not race.
 */
export default defineRule({
  id: "unhandled-conflict",
  summary: "A unique constraint protects the row, and the retry gets the violation as an error",
  group: "guards",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      if (
        effect.conflict !== "escapes" ||
        insertsAgain(effect) ||
        effect.quiet !== undefined ||
        context.reported(effect)
      )
        continue;
      if (isBehindGuard(effect) || isLookedUpAlone(effect) || replacesRows(effect, trace)) continue;
      yield reportOf(effect, trace, context);
    }
  },
});

function reportOf(effect: Effect, trace: Trace, context: RuleContext): Report {
  const unique = effect.guards.find(
    (guard) => guard.kind === "unique-constraint" || guard.kind === "conditional-write",
  );
  const held = unique ? ` (${unique.what})` : "";
  const raced = isRaced(effect, trace, context);
  const happens = raced
    ? `${effect.name} breaks the unique constraint${held} when two attempts of ${trace.entry.name} pass the read before it together`
    : `${effect.name} breaks the unique constraint${held} on ${nextAttempt(trace.entry)}`;
  return {
    effect,
    message: `${happens}: nothing handles the violation, so ${consequence(trace)}`,
    remedy:
      "Catch the conflict, or write so that it is none (upsert, ON CONFLICT), and answer with the row that is there.",
    ...(unique ? { steps: [{ site: unique.site, what: unique.what }] } : {}),
    fixes: tolerateConflict(effect, trace, context),
    ...ceiling(effect, trace, raced),
  };
}

function consequence({ entry }: Trace): string {
  switch (entry.delivery) {
    case "redelivered":
      return "the message fails although its work is done, and is delivered again until it is given up";
    case "replayed":
      return "the run stops here every time and never reaches what follows";
    case "retried":
      return "the caller gets an error although the first attempt succeeded";
  }
}

function ceiling(effect: Effect, { entry }: Trace, raced: boolean): Pick<Report, "atMost"> {
  if (entry.delivery !== "retried") return raced ? { atMost: { severity: "warning", because: RACED } } : {};
  return { atMost: { severity: isGrave(effect) && !raced ? "warning" : "info", because: raced ? RACED : ANSWERED } };
}

/** Something before the insert keeps a second attempt from coming here: an earlier row's own conflict, a claim, a wrapper. */
function isBehindGuard(effect: Effect): boolean {
  return effect.guards.some(({ kind }) => kind !== "unique-constraint" && kind !== "conditional-write");
}

/** Looked up under a lock, or in a transaction that no other can pass: nobody else comes between. */
function isLookedUpAlone(effect: Effect): boolean {
  return effect.checks.some(
    (check) => check.kind === "absence" && check.locked && sameTarget(check.target, effect.target),
  );
}

const RACED = "only two attempts at once meet the conflict";
const ANSWERED = "nothing is doubled, the caller gets an error";

function isGrave({ risk }: Effect): boolean {
  return risk === "critical" || risk === "high";
}
