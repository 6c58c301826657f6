import type { Effect, Provenance, Trace } from "../analyzer/trace.js";
import { siteKey } from "../analyzer/sites.js";
import { exclusive } from "./facts/exclusive.js";
import { nameExpectedState } from "./fixes/expected-state.js";
import { isMessageOnRequest } from "./facts/harm.js";
import { isTogether, nextAttempt, plain, repeats, sameTarget } from "./facts/repeats.js";
import { sameCheck, settledBy } from "./facts/settled.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";
import { closedColumn, expectedState, halfKeptState, stateColumn, type StateColumn } from "./facts/states.js";

export default defineRule({
  id: "unguarded-transition",
  summary:
    "A state change does not find out whether it was the one that changed the state, and its effects follow again",
  group: "guards",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    for (const [at, effect] of trace.effects.entries()) {
      const state = effect.kind === "update" ? (stateColumn(effect) ?? closedColumn(effect)) : undefined;
      const halfKept = lateState(effect, trace, context);
      if (halfKept !== undefined) {
        yield halfKeptReport(effect, halfKept, trace);
        continue;
      }
      if (!state || effect.quiet !== undefined || effect.relative.length > 0 || context.reported(effect)) continue;
      if (isAskedFirst(effect)) continue;
      const fault = faultOf(effect, state);
      if (!fault || (fault === "blind" && isPickedByState(effect, state, trace))) continue;
      const repeated = repeatedWith(effect, trace, at, fault, context).filter(
        (other) => !exclusive(effect, other, context),
      );
      if (repeated.length === 0) continue;
      yield {
        ...reportOf(effect, state, fault, repeated, trace),
        fixes: nameExpectedState(effect, state, repeated, context),
      };
    }
  },
});

/** The routine that changes the state has asked first, whatever the code does that calls it. */
function isAskedFirst({ routine, guards }: Effect): boolean {
  return routine !== undefined && guards.some(({ kind }) => kind === "dedupe-record");
}

/** A background job writes the state that it remembers, and keeps out one other state alone: nothing follows, and what it writes may be out of date. */
function lateState(effect: Effect, { entry }: Trace, context: RuleContext): string | undefined {
  if (effect.kind !== "update" || entry.delivery === "retried" || effect.risk === "low") return undefined;
  if (effect.quiet !== undefined || effect.guards.length > 0 || context.reported(effect)) return undefined;
  if (effect.checks.some((check) => check.locked && sameTarget(check.target, effect.target))) return undefined;
  return halfKeptState(effect);
}

function halfKeptReport(effect: Effect, column: string, trace: Trace): Report {
  const excluded = effect.where[column]?.sources[0]?.what ?? "one state";
  return {
    effect,
    message: `${effect.name} sets ${column} to what ${trace.entry.name} remembers, also when it comes late: the condition keeps out ${excluded} alone, so a row that is done by then is put back`,
    remedy: `Name the state that is expected, or that the record is not done yet (${effect.target} has no end time), in the condition of the update.`,
    atMost: { severity: "warning", because: "only a write that comes late sets a state that was left" },
    steps: effect.shortfalls.flatMap(({ kind, site, why }) =>
      kind === "conditional-write" ? [{ site, what: `does not hold: ${why}` }] : [],
    ),
  };
}

/**
 * Why a second attempt changes the state again. `blind`: no state is named and nothing was checked. An absolute write
 * alone is harmless, so what matters is what goes with it.
 */
type Fault = "count-ignored" | "state-not-named" | "checked-before" | "blind";

function faultOf(effect: Effect, state: StateColumn): Fault | undefined {
  if (expectedState(effect)) return effect.countTested ? undefined : "count-ignored";
  if (effect.countTested) return "state-not-named";
  const checks = effect.checks.filter((check) => sameTarget(check.target, effect.target));
  if (checks.some((check) => check.locked)) return undefined;
  const tested = new Set(checks.flatMap(({ tests }) => tests.map(plain)));
  if (tested.has(plain(state.column))) return "checked-before";
  // Another column that it sets was asked for: a later attempt finds that changed, and two at once are told by the check.
  return Object.keys(effect.values).some((column) => tested.has(plain(column))) ? undefined : "blind";
}

/**
 * The rows were picked by the state that the update changes, and are updated by what the list says of them: a second
 * attempt picks none of them. What two attempts at once repeat is told where it stands.
 */
function isPickedByState(effect: Effect, { column }: StateColumn, trace: Trace): boolean {
  const picked = Object.values(effect.where).flatMap(({ sources }) => sources.map(({ origin }) => origin));
  return trace.effects.some(
    (read) =>
      read.kind === "read" &&
      sameTarget(read.target, effect.target) &&
      Object.keys(read.where).some((one) => plain(one) === plain(column)) &&
      picked.some((origin) => origin !== undefined && siteKey(origin) === siteKey(read.site)),
  );
}

/**
 * The effects that a second transition repeats: those in its transaction, and those that follow it and stand near it, are
 * about the same record, or came to pass because of the same check of its state.
 */
function repeatedWith(effect: Effect, trace: Trace, at: number, fault: Fault, context: RuleContext): readonly Effect[] {
  const record = new Set(recordOf(effect).flatMap(identities));
  const next = nextTransition(effect, trace, at);
  return trace.effects.filter((other, index) => {
    if (index === at || index >= next || !repeats(other, context)) return false;
    if (isTogether(effect, other)) return !isDecidedByItself(other, effect, trace, context);
    return (
      index > at &&
      ((fault === "checked-before" && sharesCheck(effect, other)) ||
        (fault !== "blind" && isNear(effect, other)) ||
        valuesOf(other)
          .flatMap(identities)
          .some((one) => record.has(one)))
    );
  });
}

/** Where the same check lets the record go to another state, next or instead: what follows there is told of that one. */
function nextTransition(effect: Effect, trace: Trace, at: number): number {
  const state = stateColumn(effect);
  const index = trace.effects.findIndex((other, index) => {
    if (index <= at || other.kind !== "update" || !sameTarget(other.target, effect.target)) return false;
    const to = stateColumn(other);
    return to !== undefined && to.column === state?.column && to.value !== state.value && sharesCheck(effect, other);
  });
  return index < 0 ? trace.effects.length : index;
}

/** What names the record: its own id where the condition has one, since what stands beside it names all of one project or owner. */
function recordOf({ where }: Effect): readonly Provenance[] {
  const own = Object.entries(where).filter(([column]) => /^_?(id|uuid)$/i.test(column));
  return own.length > 0 ? own.map(([, value]) => value) : Object.values(where);
}

/** A check that the transition does not stand behind lets it happen, and this code settles that check. */
function isDecidedByItself(other: Effect, effect: Effect, trace: Trace, context: RuleContext): boolean {
  return other.checks.some(
    (check) =>
      check.kind !== "limit" &&
      !effect.checks.some((one) => sameCheck(one, check)) &&
      settledBy(check, trace, trace.effects.indexOf(other), context) !== undefined,
  );
}

/** It follows in the function of the transition, or in that function's caller: further away, another matter begins. */
function isNear(effect: Effect, other: Effect): boolean {
  return effect.path.slice(0, -1).every((step, depth) => {
    const along = other.path[depth];
    return along !== undefined && siteKey(along.site) === siteKey(step.site);
  });
}

function sharesCheck(effect: Effect, other: Effect): boolean {
  return other.checks.some((one) => effect.checks.some((check) => check.kind === "state" && sameCheck(one, check)));
}

function valuesOf(effect: Effect): readonly Provenance[] {
  return [
    ...Object.values(effect.values),
    ...Object.values(effect.where),
    ...(effect.key?.value ? [effect.key.value] : []),
  ];
}

/** What a value stands for, so that two values of one record can be told: `order.id` from one read. */
function identities(value: Provenance): readonly string[] {
  return value.sources.flatMap(({ kind, what, site }) =>
    kind === "caller" || kind === "message" || kind === "business" ? [`${what} ${siteKey(site)}`] : [],
  );
}

function reportOf(
  effect: Effect,
  { column, value }: StateColumn,
  fault: Fault,
  repeated: readonly Effect[],
  trace: Trace,
): Report {
  const to = value === undefined ? `sets ${column}` : `sets ${column} to ${value}`;
  const names = [...new Set(repeated.map((other) => other.name))];
  const consequences = `${names.slice(0, 2).join(" and ")}${names.length > 2 ? ` and ${names.length - 2} more` : ""}`;
  return {
    effect: graver(effect, repeated),
    message: `${effect.name} ${to} again on ${nextAttempt(trace.entry)}, and ${consequences} ${names.length === 1 ? "runs" : "run"} again with it: ${WHY[fault]}`,
    remedy: `Name the state that is expected in the condition of the update, and go on only when a row was changed.`,
    ...(fault === "checked-before" && repeated.every((other) => isMessageOnRequest(other, trace))
      ? {
          atMost: {
            severity: "warning",
            because: "only two attempts at once pass the check, and all that comes of it is a second message",
          },
        }
      : {}),
    steps: repeated.slice(0, 3).map((other) => ({ site: other.site, what: `runs again: ${other.name}` })),
  };
}

const WHY: Readonly<Record<Fault, string>> = {
  "count-ignored": "the update names the state it expects, but nobody looks at how many rows it changed",
  "state-not-named": "the number of changed rows is tested, but the update matches in any state, so it is never 0",
  "checked-before": "the state was read before, and two attempts read it before either changes it",
  blind: "the update matches whatever state the row is in",
};

/** The transition is as grave as what it lets happen again. */
function graver(effect: Effect, repeated: readonly Effect[]): Effect {
  const gravest =
    repeated.find((other) => other.risk === "critical") ?? repeated.find((other) => other.risk === "high");
  if (!gravest || effect.risk === "critical" || effect.risk === gravest.risk) return effect;
  return { ...effect, risk: gravest.risk, riskReason: gravest.riskReason };
}
