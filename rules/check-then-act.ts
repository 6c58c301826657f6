import { siteKey } from "../analyzer/sites.js";
import type { Check, Effect, Trace } from "../analyzer/trace.js";
import { makeCheckAtomic } from "./fixes/atomic-check.js";
import { withOwnColumns } from "./facts/computed.js";
import { isMessageOnRequest } from "./facts/harm.js";
import { isWorthGuarding, plain, repeats, sameTarget, secondRun, writes } from "./facts/repeats.js";
import { decisionOn } from "./facts/decision.js";
import { isClaimedLater } from "./facts/own-row.js";
import { passed, placeOf } from "./facts/passed.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";
import { changes, sameCheck, settledBy } from "./facts/settled.js";

export default defineRule({
  id: "check-then-act",
  summary: "A read decides whether to act, and nothing keeps two attempts from both passing it",
  group: "guards",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    const answered = new Set<string>();
    const acted = new Set<Effect>();
    for (const [at, effect] of trace.effects.entries()) {
      const lookup = lookupOf(effect);
      if (lookup && !context.reported(effect)) yield lookedUpFirst(effect, lookup);
      for (const check of closestFirst(effect)) {
        const identity = `${check.occurrence} ${check.kind}`;
        const asked = askedAbout(effect, check, trace, context);
        if (answered.has(identity) || check.locked || !repeats(asked, context)) continue;
        // What is added may pass a limit; what else stands behind the check was not limited by it.
        if (check.kind === "limit" && !changes(effect, check)) continue;
        // A number that is counted on: two attempts at once take the same one, and its unique set lets one of them in.
        if (effect.shortfalls.some(({ atOnce }) => atOnce) && changes(effect, check)) continue;
        if (isClaimedLater(effect, trace)) continue;
        // A row of another table belongs to what is made next, and is no answer to the question.
        if (check.kind === "absence" && effect.kind === "insert" && !changes(effect, check)) continue;
        if (asksForNew(effect, check, trace, context)) {
          answered.add(identity);
          continue;
        }
        const settled = settledBy(check, trace, at, context);
        if (settled === undefined) continue;
        answered.add(identity);
        if (settled === "closed" || acted.has(effect) || context.reported(effect)) continue;
        acted.add(effect);
        yield reportOf(check, asked, trace, at, context);
      }
    }
    yield* grantedTwice(trace, context);
  },
});

/** The library grants something once the handler has said yes: it does so to each attempt that finds what is taken back for it. */
function* grantedTwice(trace: Trace, context: RuleContext): Iterable<Report> {
  const { grants } = trace.entry;
  if (grants === undefined) return;
  for (const effect of trace.effects) {
    if (effect.kind !== "delete" && effect.kind !== "update") continue;
    if (effect.guards.length > 0 || effect.countTested || context.reported(effect)) continue;
    const check = closestFirst(effect).find((one) => !one.locked && one.kind !== "limit" && changes(effect, one));
    if (!check) continue;
    yield {
      effect,
      message: `${effect.name} lets each of two attempts go on that both ${passed(check)} (${placeOf(check)}): nothing asks whether it changed a row, so ${trace.entry.library} makes ${grants} for each`,
      remedy: remedyOf(check, effect),
      steps: stepsOf(check),
    };
  }
}

/** The store itself looks and then acts: an upsert that nothing else guards, and nothing unique stands behind. */
function lookupOf(effect: Effect): string | undefined {
  const [guard, ...others] = effect.guards;
  return others.length === 0 && isWorthGuarding(effect) ? guard?.alone : undefined;
}

function lookedUpFirst(effect: Effect, alone: string): Report {
  const looked = effect.kind === "insert" ? effect.guards[0]?.columns : undefined;
  const columns = looked ?? Object.keys(effect.where);
  return {
    effect,
    message: `${effect.name} makes a record of ${effect.target} for each of two attempts at once that both find none: ${alone}`,
    atMost: { severity: "warning", because: "only two attempts at once both find nothing" },
    remedy: `Declare a unique index over ${columns.join(", ")}: of two attempts at once one then makes the record, and the other finds it or fails and is tried again.`,
  };
}

/**
 * A row that its owner brings along is what the write is about where the code asked for that row: `account` before `user.create({ data: { accounts } })`.
 * What is put into a list of the row is, where the code asked whether the list has it.
 */
function askedAbout(effect: Effect, check: Check, trace: Trace, context: RuleContext): Effect {
  if (check.kind === "absence" && check.tests.length > 0) return withOwnColumns(effect, trace, context);
  if (effect.along === undefined || check.kind !== "absence" || !sameTarget(check.target, effect.target)) return effect;
  const { quiet: _quiet, ...asked } = effect;
  return asked;
}

/**
 * Asked for by a value that is new on each attempt: no other attempt asks for the same, and where the caller may give the value
 * instead (`slug || newSlug()`), a unique set keeps two of those apart.
 */
function asksForNew(effect: Effect, check: Check, { effects }: Trace, context: RuleContext): boolean {
  if (check.kind !== "absence" || effect.kind !== "insert" || !sameTarget(check.target, effect.target)) return false;
  const written = new Map(Object.entries(effect.values).map(([column, value]) => [plain(column), value.sources]));
  const before = effects.slice(0, effects.indexOf(effect));
  const reads = before.filter(({ kind, site }) => kind === "read" && siteKey(site) === siteKey(check.read));
  const asked = reads.flatMap(({ where }) =>
    Object.entries(where).flatMap(([column, { sources }]) =>
      sources.filter(({ site }) => written.get(plain(column))?.some((one) => siteKey(one.site) === siteKey(site))),
    ),
  );
  if (!asked.some(({ kind }) => kind === "attempt")) return false;
  const by = new Set(check.by.map(plain));
  const sets = context.schema.table(effect.target)?.uniques ?? [];
  return (
    asked.every(({ kind }) => kind === "attempt" || kind === "constant") ||
    sets.some(({ columns, where }) => where === undefined && columns.every((column) => by.has(plain(column))))
  );
}

/** What was asked about the very table that is written says most about what is missing. */
function closestFirst(effect: Effect): readonly Check[] {
  const own = effect.checks.filter((check) => sameTarget(check.target, effect.target));
  return [...own, ...effect.checks.filter((check) => !own.includes(check))];
}

function reportOf(check: Check, effect: Effect, trace: Trace, at: number, context: RuleContext): Report {
  const later = trace.effects.filter(
    (other, index) => index > at && repeats(other, context) && other.checks.some((one) => sameCheck(one, check)),
  );
  const site = decisionOn(effect, check, context);
  return {
    ...(site === effect.site ? { effect } : { effect: { ...effect, site }, moved: effect }),
    message: `${effect.name} runs for each of two attempts that both ${passed(check)} (${placeOf(check)}): nothing between the read and this ${actOf(effect)} is atomic, so the second ${secondRun(effect)}${alsoBehind(later)}`,
    remedy: remedyOf(check, effect),
    steps: stepsOf(check),
    ...(isMessageOnRequest(effect, trace)
      ? {
          atMost: {
            severity: "warning",
            because: "only two attempts at once pass the check, and all that comes of it is a second message",
          },
        }
      : {}),
    fixes: makeCheckAtomic(check, effect, later, context),
  };
}

function stepsOf(check: Check): NonNullable<Report["steps"]> {
  const isQuery = siteKey(check.read) === siteKey(check.condition);
  if (isQuery) return [{ site: check.read, what: `reads ${check.target}, and goes on because both ${passed(check)}` }];
  return [
    { site: check.read, what: `reads ${check.target}` },
    { site: check.condition, what: `goes on because both ${passed(check)}` },
  ];
}

function actOf(effect: Effect): string {
  return writes(effect) ? "write" : "call";
}

function alsoBehind(later: readonly Effect[]): string {
  if (later.length === 0) return "";
  const names = [...new Set(later.map((effect) => effect.name))];
  return ` (and so with ${names.slice(0, 2).join(", ")}${names.length > 2 ? ` and ${names.length - 2} more` : ""} after it)`;
}

function remedyOf(check: Check, effect: Effect): string {
  switch (check.kind) {
    case "absence":
      if (check.tests.length > 0)
        return `Let the write decide: change ${check.target} on condition that ${check.tests.join(", ")} does not hold it yet, and act only when a row was changed.`;
      return writes(effect) && sameTarget(effect.target, check.target)
        ? `Let the write decide: a unique constraint on what identifies the row, and an insert that tolerates the conflict.`
        : `Claim first: insert the record that says this was done, under a unique key, and act only when the insert was new.`;
    case "state":
    case "presence":
      return `Let the write decide: update ${check.target} on condition that it is still in the state that was read, and act only when a row was changed.`;
    case "limit":
      return `Let the write decide: one conditional update that counts and compares, or a row lock before the count.`;
  }
}
