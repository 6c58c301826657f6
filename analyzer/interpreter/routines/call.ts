import type { CallItem } from "../../models/patterns.js";
import { from, join } from "../../provenance.js";
import { graver, riskOfName } from "../../risk.js";
import type { Routine } from "../../schema/routines.js";
import type { SqlInvocation } from "../../sql/statement.js";
import { siteOf } from "../../sites.js";
import type { Effect, Guard } from "../../trace.js";
import { resolver, type Resolve } from "../effects/sql-parameters.js";
import { together } from "../effects/together.js";
import type { Called } from "../libraries/places.js";
import { array, literal, provenanceOf, unknown, type Claim, type LibraryValue, type Value } from "../values/value.js";
import type { Frame, Machine } from "../walk/machine.js";
import { gained, meet, type State } from "../walk/state.js";
import type { Variable } from "./decisions.js";
import { find, walkSteps, type Returned, type Run } from "./walk.js";

/** What a call gives a routine: values by position, and by name. */
export interface Given {
  readonly listed: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Made of values of which nobody can say which is which. */
  readonly rest?: Value;
}

/** The code's call in which a routine runs. */
export interface RoutineCall {
  readonly model: CallItem;
  readonly called: Called;
  readonly base: LibraryValue;
  readonly frame: Frame;
  readonly machine: Machine;
  /** Where in the answer of the call that of the routine stands; where the model says it when absent. */
  readonly property?: string | readonly string[];
}

/** What came of a routine that is known. */
export interface Ran {
  readonly value: Value;
  /** It changes something. */
  readonly writes: boolean;
  /** It does more than can be seen. */
  readonly unseen: boolean;
}

/** Runs a routine of the database at the place of its call: its effects are those of the statements in it. */
export function runRoutine(
  name: string,
  given: Given,
  call: RoutineCall,
  running: readonly Routine[] = [],
): Ran | undefined {
  const { frame, machine, base, called } = call;
  const fitting = machine.world.schema.routines(name).filter((routine) => fits(routine, given));
  const [routine] = fitting;
  if (!routine?.steps || fitting.length > 1 || running.includes(routine)) return undefined;
  const { steps } = routine;
  const { output, state: before } = frame;
  const begun = output.effects.length;
  const run: Run = {
    ...call,
    routine,
    variables: bound(routine, given),
    resolve: (value) => resolve(value),
    call: (invocation, { resolve: inner }) =>
      runRoutine(invocation.name, givenBy(invocation, inner), call, [...running, routine])?.value,
    begun,
    branches: 0,
    returned: [],
    tested: new Set(),
    asks: new Map(),
    unseen: false,
  };
  const others = resolver([], array(given.listed), called);
  const resolve: Resolve = (value) => {
    if (value.kind === "named") return find(value.name, run)?.value ?? unknown();
    if (value.kind !== "expression") return others(value);
    const fresh = value.volatile ? [from("attempt", value.text, siteOf(called.link.node))] : [];
    return unknown(join([...fresh, ...value.parts.map((part) => provenanceOf(resolve(part)))]));
  };
  const walk = (): void => walkSteps(steps, [], run);
  if (routine.atomic) together({ site: siteOf(called.link.node), library: base.library.model.library }, frame, walk);
  else walk();
  const after = stateAfter(run, before);
  frame.state = after;
  output.effects = output.effects.map((effect, at) => (run.tested.has(at) ? { ...effect, countTested: true } : effect));
  weigh(begun, frame);
  const emitted = output.effects.slice(begun);
  return {
    value: { ...base, emitted, answer: answerOf(run, before, after, emitted) },
    writes: emitted.some(({ kind }) => kind !== "read"),
    unseen: run.unseen,
  };
}

/** What an invocation in SQL gives. */
export function givenBy({ given }: SqlInvocation, resolve: Resolve): Given {
  return {
    listed: given.flatMap(({ name, value }) => (name === undefined ? [resolve(value)] : [])),
    named: new Map(
      given.flatMap(({ name, value }) => (name === undefined ? [] : [[name.toLowerCase(), resolve(value)]])),
    ),
  };
}

function fits({ parameters }: Routine, { listed, named, rest }: Given): boolean {
  const names = new Set(parameters.map(({ name }) => name?.toLowerCase()));
  if (listed.length > parameters.length || [...named.keys()].some((name) => !names.has(name))) return false;
  return (
    rest !== undefined ||
    parameters.every(
      ({ name, fallback }, at) => at < listed.length || fallback !== undefined || named.has(name?.toLowerCase() ?? ""),
    )
  );
}

function bound({ parameters }: Routine, { listed, named, rest }: Given): ReadonlyMap<string, Variable> {
  return new Map(
    parameters.flatMap(({ name, fallback }, at): readonly [string, Variable][] => {
      if (name === undefined) return [];
      const isNull = fallback?.kind === "literal" && fallback.text.toLowerCase() === "null";
      const value = listed[at] ?? named.get(name.toLowerCase()) ?? rest ?? (isNull ? literal(null) : unknown());
      return [[name.toLowerCase(), { value }]];
    }),
  );
}

/** What holds once the routine has answered, whichever way it took. */
function stateAfter({ frame, returned }: Run, before: State): State {
  const { locks, rowLocks, checks, chances, conflict } = before;
  const ends = [...returned.map(({ state }) => state), frame.state];
  const met = ends.some(({ alive }) => alive) ? meet(ends) : before;
  const { transaction: _own, ...rest } = met;
  const outer = before.transaction ? { transaction: before.transaction } : {};
  return { ...rest, ...outer, alive: true, locks, rowLocks, checks, chances, conflict };
}

/** Its statements are repeated as one: each is as grave as the gravest of those that nothing guards. */
function weigh(begun: number, { output }: Frame): void {
  const open = output.effects.slice(begun).filter((effect) => effect.kind !== "read" && effect.guards.length === 0);
  const weighed = open.flatMap((effect) => [
    effect,
    ...effect.relative.map(riskOfName).map(({ risk, reason }) => ({ risk, riskReason: reason })),
  ]);
  const [first, ...others] = weighed;
  if (!first) return;
  const { risk, riskReason } = others.reduce<Pick<Effect, "risk" | "riskReason">>(
    (most, one) => (graver(most.risk, one.risk) === most.risk ? most : one),
    first,
  );
  output.effects = output.effects.map((effect, at) =>
    at >= begun && open.includes(effect) ? { ...effect, risk, riskReason } : effect,
  );
}

/** What the routine answers: who was first, where it says so. */
function answerOf(run: Run, before: State, after: State, emitted: readonly Effect[]): Value {
  const { routine, answer } = run;
  if ((routine.answers || routine.rows) && answer?.kind === "library") return answer.answer ?? unknown();
  const effect = emitted.findLast(({ kind }) => kind !== "read") ?? emitted.at(-1);
  if (!effect) return unknown();
  const claim = claimedBy(run, before, after);
  const made = from("business", `the answer of ${routine.name}`, effect.site, effect.site);
  return {
    ...unknown(made),
    result: { effect, shape: run.property === undefined ? "reply" : "rows", path: [], ...(claim ? { claim } : {}) },
  };
}

/** How the answer tells who was first: by itself, or by a member of the object that it is. */
function claimedBy(run: Run, before: State, after: State): Claim | undefined {
  const { returned } = run;
  const place = run.property ?? run.model.claim?.property;
  const places = place === undefined ? [] : [place].flat();
  const claim = (guard: Guard | undefined, won: "truthy" | "falsy", member?: string): Claim | undefined => {
    const property =
      member === undefined ? places : places.length > 0 ? places.map((one) => `${one}.${member}`) : [member];
    return guard && { guard, lock: false, won, ...(property.length > 0 ? { property } : {}) };
  };
  const flags = [...new Set(returned.flatMap((one) => [...(one.flags?.keys() ?? [])]))];
  const where = (holds: (one: Returned) => boolean) => guardWhere(returned.filter(holds), before, after);
  return (
    claim(
      where(({ says }) => says.certain !== false),
      "truthy",
    ) ??
    flags
      .map(
        (name) =>
          claim(
            where((one) => !one.flags || one.flags.get(name) === true),
            "truthy",
            name,
          ) ??
          claim(
            where((one) => one.flags?.get(name) !== true),
            "falsy",
            name,
          ),
      )
      .find((found) => found !== undefined)
  );
}

/** The guard that holds on each of these ways, and not on all. */
function guardWhere(ways: readonly Returned[], before: State, after: State): Guard | undefined {
  const states = ways.map(({ state, says }): State => {
    const guards = new Map(state.guards);
    for (const known of says.whenTrue) if (known.kind === "won") guards.set(known.guard.what, known.guard);
    return { ...state, guards };
  });
  if (states.length === 0) return undefined;
  const won = gained(before, meet(states)).flatMap((fact) => (fact.kind === "guard" ? [fact.guard] : []));
  return won.find((guard) => ![...after.guards.values()].includes(guard));
}
