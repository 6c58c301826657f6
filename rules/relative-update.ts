import type { Check, Effect, Trace } from "../analyzer/trace.js";
import { siteKey } from "../analyzer/sites.js";
import { graver } from "../analyzer/risk.js";
import { moveBehindClaim } from "./fixes/claim-first.js";
import { isUnderPut } from "./facts/http-method.js";
import { withOwnColumns } from "./facts/computed.js";
import { protectedBy } from "./facts/records.js";
import { nextAttempt, plain, sameTarget } from "./facts/repeats.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";
import { passed, placeOf } from "./facts/passed.js";
import { behindReportedCheck, changes, heldByLock } from "./facts/settled.js";
import { countsRuns, expectedState } from "./facts/states.js";

export default defineRule({
  id: "relative-update",
  summary: "A value is changed relative to what it was: every attempt adds to it",
  group: "guards",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    for (const seen of trace.effects) {
      const effect = withOwnColumns(seen, trace, context);
      if (
        !isRelative(effect, trace, context) ||
        isGuarded(effect) ||
        context.reported(effect) ||
        merges(effect, context)
      )
        continue;
      if (tellsFirst(seen, trace) || heldByLock(seen, trace, context) || behindReportedCheck(seen, trace, context))
        continue;
      const check = settledByItself(effect, trace);
      yield {
        ...(check ? racing(weighed(effect, context), check) : reportOf(weighed(effect, context), trace)),
        ...(isUnderPut(effect, trace, context)
          ? {
              atLeast: {
                severity: "warning",
                because: "who sends a PUT counts on it to change nothing the second time",
              },
            }
          : {}),
        fixes: seen === effect ? moveBehindClaim(effect, trace, context) : [],
      };
    }
  },
});

function isRelative(effect: Effect, { entry }: Trace, context: RuleContext): boolean {
  // One more event of many that reports are made of: nobody counts on its number.
  if (effect.kind === "append" && effect.relative.length === 0 && effect.risk === "low") return false;
  // What a sender tells of failed once: its next delivery is no second failure.
  const isMeant = (column: string): boolean =>
    countsRuns(column) && !(entry.kind === "webhook" && /fail/i.test(column));
  const moves = effect.relative.some((column) => !isMeant(column) && !context.names.rank(column));
  if (effect.kind === "increment" || effect.kind === "append") return moves || effect.relative.length === 0;
  return (effect.kind === "update" || effect.kind === "upsert") && moves;
}

/** `prefs || patch` on JSON sets keys: the same patch again changes nothing. */
function merges(effect: Effect, context: RuleContext): boolean {
  const columns = context.schema.table(effect.target)?.columns ?? [];
  const typeOf = (name: string) =>
    columns.find((column) => plain(column.name) === plain(name) || plain(column.property) === plain(name))?.type;
  return effect.relative.length > 0 && effect.relative.every((name) => /json/i.test(typeOf(name) ?? ""));
}

function isGuarded(effect: Effect): boolean {
  return effect.guards.length > 0 || effect.quiet !== undefined || expectedState(effect) !== undefined;
}

/** `if ((await redis.incr(key)) > 1) return`: the number is counted to tell who was first, and whoever was not does nothing else. */
function tellsFirst(effect: Effect, trace: Trace): boolean {
  return (
    effect.kind === "increment" && protectedBy(effect, trace).some(({ target }) => !sameTarget(target, effect.target))
  );
}

/**
 * The check before it that this very update settles by another of its columns (`next_run_at`, `status`): a later attempt finds
 * that changed, and only one at the same time adds again.
 */
function settledByItself(effect: Effect, trace: Trace): Check | undefined {
  const others = Object.entries(effect.values).filter(
    ([column, { sources }]) =>
      !effect.relative.includes(column) && !sources.some(({ what }) => what === `${effect.target}.${column}`),
  );
  const rest = { ...effect, relative: [], values: Object.fromEntries(others) };
  return effect.checks.find(
    (check) => !check.locked && !check.local && check.kind !== "limit" && changes(leftOut(rest, check, trace), check),
  );
}

/** What is set to the very state that was asked for stays in it: `status = 'active'` of a row that was picked by it. */
function leftOut(effect: Effect, { read }: Check, { effects }: Trace): Effect {
  const query = effects.find(({ kind, site }) => kind === "read" && siteKey(site) === siteKey(read));
  const isKept = (column: string): boolean => {
    const asked = query?.where[column]?.sources[0];
    return asked?.kind === "constant" && asked.what.replace(/^["'`]|["'`]$/g, "") === effect.constants[column];
  };
  const without = <T>(columns: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(columns).filter(([column]) => !isKept(column)));
  return { ...effect, values: without(effect.values), constants: without(effect.constants) };
}

/** What is counted tells more than the table that it is counted in: `accounts.balance` is money, `orders.views` is none. */
function weighed(effect: Effect, { riskOf }: RuleContext): Effect {
  const named = effect.relative.map(riskOf);
  const low = named.length > 0 && named.every(({ risk }) => risk === "low") ? named[0] : undefined;
  const gravest = low ?? named.find(({ risk }) => graver(risk, effect.risk) !== effect.risk);
  return gravest ? { ...effect, risk: gravest.risk, riskReason: gravest.reason } : effect;
}

function racing(effect: Effect, check: Check): Report {
  return {
    effect,
    message: `${effect.name} ${addsTo(effect)} once for each of two attempts that both ${passed(check)} (${placeOf(check)}): a later one finds that changed, but nothing between the read and this write is atomic`,
    remedy:
      "Let the write decide: update on condition of the state that was read, and go on only when a row was changed.",
    atMost: { severity: "warning", because: "only two attempts at once pass the check" },
    steps: [{ site: check.read, what: `reads ${check.target}, and goes on because both ${passed(check)}` }],
  };
}

function addsTo({ kind, target, relative }: Effect): string {
  const what = relative.length > 0 ? `${target}.${relative.join(", ")}` : target;
  return `${kind === "append" ? "appends to" : "adds to"} ${what}`;
}

function reportOf(effect: Effect, trace: Trace): Report {
  const shortfall = effect.shortfalls[0];
  const because = shortfall ? shortfall.why : "nothing records that this attempt's change was already made";
  return {
    effect,
    message: `${effect.name} ${addsTo(effect)} once more on ${nextAttempt(trace.entry)}: ${because}`,
    remedy:
      "Record the attempt's identity under a unique key in the same transaction and change the value only when the record is new, or keep ledger rows with a unique key and sum them.",
    ...(shortfall ? { steps: [{ site: shortfall.site, what: `does not hold: ${shortfall.why}` }] } : {}),
  };
}
