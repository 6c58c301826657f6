import type { Chance, Check, Guard, Locked, RowLock, Transaction } from "../../trace.js";
import type { Cleared } from "../effects/cleared.js";
import { siteKey } from "../../sites.js";
import type { Cell } from "./env.js";
import type { WaysOut } from "./failures.js";
import type { Fact, Truth, Value } from "../values/value.js";

/** What holds at a point of a path. */
export interface State {
  /** False after a return, throw, break or continue. */
  alive: boolean;
  readonly guards: ReadonlyMap<string, Guard>;
  readonly checks: ReadonlyMap<string, Check>;
  readonly chances: ReadonlyMap<string, Chance>;
  /** Facts about the error in a catch clause. */
  readonly conflict: "yes" | "no" | "maybe";
  readonly transaction?: Transaction;
  /** A transaction that was open before was committed or rolled back on the way here. */
  readonly ended?: boolean;
  /** Locks held: advisory locks, lock wrappers, serializable transactions. */
  readonly locks: number;
  /** What may have been deleted on the way here. */
  readonly cleared: readonly Cleared[];
  /** Row locks, which hold only while a transaction does: perhaps a caller's. */
  readonly rowLocks: readonly RowLock[];
}

export const start: State = {
  alive: true,
  guards: new Map(),
  checks: new Map(),
  chances: new Map(),
  conflict: "maybe",
  locks: 0,
  cleared: [],
  rowLocks: [],
};

/** Whether a lock is held. */
export function lockIn({ locks, rowLocks }: State): Locked {
  return locks > 0 || (rowLocks.length > 0 && rowLocks);
}

/** What is held where two pieces of code each hold this much. */
export function eitherLock(a: Locked, b: Locked): Locked {
  if (a === true || b === true) return true;
  return a && b ? bothLocks(a, b) : a || b;
}

/** These row locks and those, each once. */
export function bothLocks(a: readonly RowLock[], b: readonly RowLock[]): readonly RowLock[] {
  const more = b.filter(({ sink, passedIn }) => !a.some((one) => one.sink === sink && one.passedIn === passedIn));
  return more.length > 0 ? [...a, ...more] : a;
}

/** The state after facts became true; `tested` collects affected-row counts that were looked at. */
export function refine(state: State, facts: readonly Fact[], tested: Set<string>): State {
  if (facts.length === 0) return state;
  const guards = new Map(state.guards);
  const checks = new Map(state.checks);
  const chances = new Map(state.chances);
  let { conflict, locks, cleared } = state;
  for (const fact of facts) {
    if (fact.kind === "guard") guards.set(siteKey(fact.guard.site), fact.guard);
    else if (fact.kind === "check") checks.set(nameOf(fact.check, facts), fact.check);
    else if (fact.kind === "chance") chances.set(siteKey(fact.chance.condition), fact.chance);
    else if (fact.kind === "tested") tested.add(fact.sink);
    else if (fact.kind === "lock") locks++;
    else if (fact.kind === "cleared") cleared = bothOf(cleared, [fact.cleared]);
    else if (fact.kind !== "never") conflict = fact.kind === "conflict" ? "yes" : "no";
  }
  return { ...state, guards, checks, chances, conflict, locks, cleared };
}

/** What holds whichever of these paths was taken. */
export function meet(states: readonly State[]): State {
  const live = states.filter((state) => state.alive);
  const first = live[0];
  if (first === undefined) return { ...(states[0] ?? start), alive: false };
  return live.slice(1).reduce<State>(
    (a, b) => ({
      alive: true,
      guards: common(a.guards, b.guards),
      checks: common(a.checks, b.checks),
      chances: common(a.chances, b.chances),
      conflict: a.conflict === b.conflict ? a.conflict : "maybe",
      ...(a.transaction && b.transaction ? { transaction: a.transaction } : {}),
      ...(a.ended && b.ended ? { ended: true } : {}),
      locks: Math.min(a.locks, b.locks),
      cleared: bothOf(a.cleared, b.cleared),
      rowLocks: a.rowLocks.length > 0 && b.rowLocks.length > 0 ? bothLocks(a.rowLocks, b.rowLocks) : [],
    }),
    first,
  );
}

/** The facts that a state has and an earlier one had not. */
export function gained(before: State, after: State): readonly Fact[] {
  const facts: Fact[] = [];
  for (const [key, guard] of after.guards) if (!before.guards.has(key)) facts.push({ kind: "guard", guard });
  for (const [key, check] of after.checks) if (!before.checks.has(key)) facts.push({ kind: "check", check });
  for (const cleared of after.cleared) if (!before.cleared.includes(cleared)) facts.push({ kind: "cleared", cleared });
  return facts;
}

/** Turns a truth around. */
export function negate(truth: Truth): Truth {
  return { whenTrue: truth.whenFalse, whenFalse: truth.whenTrue };
}

/**
 * What holds whichever of these lists came true: a guard or what is known of an error only if all give it; a check or a
 * chance as soon as one was made, since the code's way depends on it either way.
 */
export function anyOf(all: readonly (readonly Fact[])[]): readonly Fact[] {
  const lists = all.filter((list) => !list.some(({ kind }) => kind === "never"));
  const first = lists[0];
  if (first === undefined) return [];
  const certain = first.filter(
    (fact) => !isCheck(fact) && lists.slice(1).every((list) => list.some((other) => sameFact(fact, other))),
  );
  return [...certain, ...lists.flatMap((list) => list.filter(isCheck))];
}

/** Values of variables before a branch changed them, so that branches can be undone and joined. */
export interface Journal {
  readonly before: Map<Cell, Value>;
  /** Of the branch around it. */
  readonly outer?: Journal;
  /** Set where something around the branch hears of the ways out of it. */
  readonly waysOut?: WaysOut;
}

function sameFact(a: Fact, b: Fact): boolean {
  if (a.kind === "guard" && b.kind === "guard") return siteKey(a.guard.site) === siteKey(b.guard.site);
  return a.kind === b.kind && !isCheck(a) && a.kind !== "guard";
}

function isCheck(fact: Fact): boolean {
  return fact.kind === "check" || fact.kind === "chance" || fact.kind === "tested" || fact.kind === "cleared";
}

function bothOf<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  if (a === b || b.length === 0) return a;
  return a.length === 0 ? b : [...new Set([...a, ...b])];
}

/** Checks of the same name were made alike on both of two ways; one whose condition went either way is another. */
function nameOf(check: Check, among: readonly Fact[]): string {
  const name = `${check.occurrence} ${check.kind}`;
  if (check.held === undefined) return name;
  const ways = among.flatMap((fact) =>
    fact.kind === "check" && isSameTest(fact.check, check) ? [fact.check.held] : [],
  );
  const way = new Set(ways).size > 1 ? "either" : String(check.held);
  return `${name} ${way}`;
}

function isSameTest(a: Check, b: Check): boolean {
  return a.kind === b.kind && a.occurrence === b.occurrence;
}

function common<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  if (a === b) return a;
  return new Map([...a].filter(([key]) => b.has(key)));
}
