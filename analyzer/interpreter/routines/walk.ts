import type { ClaimModel } from "../../models/call-model.js";
import type { CallItem } from "../../models/patterns.js";
import { isStable, join } from "../../provenance.js";
import type { Routine } from "../../schema/routines.js";
import { siteKey, siteOf } from "../../sites.js";
import type { SqlStatement } from "../../sql/statement.js";
import type { SqlStep } from "../../sql/steps.js";
import type { SqlValue } from "../../sql/value.js";
import type { Effect, Guard } from "../../trace.js";
import type { Draft } from "../effects/drafts.js";
import { publish } from "../effects/effects.js";
import type { Resolve } from "../effects/sql-parameters.js";
import { claiming, statementDraft } from "../effects/statement-drafts.js";
import type { Called } from "../libraries/places.js";
import { joinValues, provenanceOf, unknown, type LibraryValue, type Value } from "../values/value.js";
import { withContext } from "../walk/frames.js";
import type { Frame, Machine } from "../walk/machine.js";
import { gained, lockIn, meet, type State } from "../walk/state.js";
import {
  answerOf,
  NOTHING,
  sidesOf,
  someOrNone,
  type Answer,
  type Known,
  type Sides,
  type Variable,
} from "./decisions.js";
import { settles, writesIn, type Ask } from "./settled.js";

/** One run of a routine, as it is being walked. */
export interface Run {
  readonly routine: Routine;
  readonly model: CallItem;
  readonly called: Called;
  readonly base: LibraryValue;
  readonly machine: Machine;
  readonly resolve: Resolve;
  readonly property?: string | readonly string[];
  /** Runs another routine; nothing where that is not known. */
  readonly call: (invocation: SqlStatement["invoked"][number], run: Run) => Value | undefined;
  frame: Frame;
  variables: ReadonlyMap<string, Variable>;
  last?: Answer;
  /** What the last statement answered. */
  answer?: Value;
  /** How many effects there were before it. */
  readonly begun: number;
  /** How deep in branches and loops the walk is. */
  branches: number;
  readonly returned: Returned[];
  readonly tested: Set<number>;
  /** The guards that a question is, which its own writes answer. */
  readonly asks: Map<Guard, Ask>;
  /** It does something that cannot be seen. */
  unseen: boolean;
}

/** One of the ways in which a routine answers. */
export interface Returned {
  readonly state: State;
  readonly says: Sides;
  readonly flags?: ReadonlyMap<string, boolean>;
}

/** Walks steps; `ahead` are those that follow them. */
export function walkSteps(steps: readonly SqlStep[], ahead: readonly SqlStep[], run: Run): void {
  for (const [at, step] of steps.entries()) {
    if (!run.frame.state.alive) return;
    walkStep(step, [...steps.slice(at + 1), ...ahead], run);
  }
}

function walkStep(step: SqlStep, ahead: readonly SqlStep[], run: Run): void {
  const { frame } = run;
  switch (step.kind) {
    case "run":
      for (const statement of step.statements) runStatement(statement, run);
      step.into.forEach((name, at) => receive(name, step.statements.at(-1), at, run));
      return;
    case "set":
      return hold(step.name, variableOf(step, run), run);
    case "count":
      return hold(step.name, { value: unknown(), counts: true, ...(run.last ? { answer: run.last } : {}) }, run);
    case "choose":
      return choose(step, ahead, run);
    case "loop":
      return repeat(step, ahead, run);
    case "block":
      return attempt(step, ahead, run);
    case "return":
      run.returned.push({ state: frame.state, says: saidBy(step, run), ...(step.flags ? { flags: step.flags } : {}) });
      frame.state = { ...frame.state, alive: false };
      return;
    case "raise":
      frame.state = { ...frame.state, alive: false };
      return;
    case "unseen":
      run.unseen = true;
  }
}

function hold(name: string, variable: Variable, run: Run): void {
  run.variables = new Map(run.variables).set(name.toLowerCase(), variable);
}

function variableOf(step: Extract<SqlStep, { readonly kind: "set" }>, run: Run): Variable {
  const same = step.value.kind === "named" ? find(step.value.name, run) : undefined;
  if (same) return same;
  const sides = step.decision && decide(step.decision, run);
  const computed = isComputed(step.value, run);
  return { value: run.resolve(step.value), ...(sides ? { sides } : {}), ...(computed ? { computed } : {}) };
}

function isComputed(value: SqlValue, run: Run): boolean {
  if (value.kind === "named") return find(value.name, run)?.computed === true;
  if (value.kind !== "expression") return false;
  return /[+*/-]|\|\|/.test(value.text) || value.parts.some((part) => isComputed(part, run));
}

/** A variable, or a column of the row that it holds. */
export function find(
  written: string,
  { variables, routine }: Pick<Run, "variables" | "routine">,
): Variable | undefined {
  const own = `${routine.name.slice(routine.name.lastIndexOf(".") + 1)}.`;
  const name = (
    written.toLowerCase().startsWith(own.toLowerCase()) ? written.slice(own.length) : written
  ).toLowerCase();
  const exact = variables.get(name);
  if (exact) return exact;
  const [row = "", column] = name.split(".");
  const held = variables.get(row);
  if (!held || column === undefined) return undefined;
  const { answer } = held;
  const table = answer?.kind === "read" ? answer.query.table : undefined;
  const made = provenanceOf(held.value);
  const sources = made.sources.map((source) =>
    table === source.what ? { ...source, what: `${table}.${column}` } : source,
  );
  return { value: unknown({ ...made, sources }), column, ...(answer ? { answer } : {}) };
}

function decide(decision: Parameters<typeof sidesOf>[0], run: Run): Sides {
  return sidesOf(decision, {
    last: run.last,
    variable: (name) => find(name, run),
    asked: (query) => readOf(query, run),
  });
}

function readOf(query: SqlStatement, { resolve, frame }: Run): Answer {
  const selected = query.where.flatMap(({ values }) => values.map((value) => provenanceOf(resolve(value))));
  return { kind: "read", query, stable: isStable(join(selected)), locked: lockIn(frame.state) !== false };
}

function runStatement(statement: SqlStatement, run: Run): void {
  const { frame, machine, base, called, resolve } = run;
  let seen: Value | undefined;
  for (const invocation of statement.invoked) seen = run.call(invocation, run) ?? seen;
  if (statement.kind === "call") {
    run.unseen ||= seen === undefined;
    run.answer = seen ?? unknown();
    delete run.last;
    return;
  }
  if (statement.lock && statement.kind !== "select") frame.state = { ...frame.state, locks: frame.state.locks + 1 };
  const plain = statementDraft(statement, resolve, false);
  if (!plain) return;
  const draft = withComputed(plain, statement, run);
  const at = frame.output.effects.length;
  const { state } = frame;
  const model = claiming({ ...run.model, claim: claimOf(run) }, statement);
  const answer = publish(
    { ...draft, name: `${draft.name ?? draft.kind} in ${run.routine.name}` },
    model,
    called,
    base,
    frame,
    machine,
  );
  run.answer = answer;
  if (statement.kind === "select") run.last = readOf(statement, run);
  else {
    const guard = answer.kind === "library" ? answer.answer?.result?.claim?.guard : undefined;
    run.last = { kind: "write", effect: at, ...(guard ? { guard } : {}) };
  }
  const place = run.routine.siteOf(statement.start, statement.start + statement.text.length);
  change(run, at, (effect) => ({
    ...effect,
    guards: effect.guards.map((guard) => heldFor(effect, guard, run)),
    routine: { name: run.routine.name, site: place },
  }));
  for (const fact of gained(state, frame.state)) if (fact.kind === "guard") undo(fact.guard, at, run);
}

/** `v_left := v_credits - p_amount`, and then the row gets `v_left`: the column moves relative to what it was. */
function withComputed(draft: Draft, statement: SqlStatement, run: Run): Draft {
  if (draft.kind !== "update") return draft;
  const { values } = draft.columns;
  const moved = statement.columns.flatMap(({ column, value }) => {
    const own = `${draft.target}.${column}`.toLowerCase();
    const isOwn = values[column]?.sources.some(
      ({ what, origin }) => origin !== undefined && what.toLowerCase() === own,
    );
    return isOwn && isComputed(value, run) ? [column] : [];
  });
  if (moved.length === 0) return draft;
  return { ...draft, kind: "increment", columns: { ...draft.columns, relative: moved } };
}

/** How the answer of a statement tells who was first, where it is the answer of the routine. */
function claimOf({ routine, model, property }: Run): ClaimModel {
  if (routine.rows) return model.claim ?? { won: "non-empty", by: "update" };
  const place = property ?? model.claim?.property;
  return { won: "truthy", by: "update", ...(place === undefined ? {} : { property: place }) };
}

/** A row that is looked for and not found is made by each of two attempts at once; nothing else is told of what a routine asks first. */
function heldFor(effect: Effect, guard: Guard, { asks, machine, routine }: Run): Guard {
  const ask = asks.get(guard);
  if (effect.kind !== "insert" || ask?.is !== "absent" || ask.query.table !== effect.target || ask.locked) return guard;
  if (!machine.world.schema.table(effect.target)) return guard;
  return { ...guard, alone: `${routine.name} looks for it first and holds no lock meanwhile` };
}

/** Whoever does not get past a write that fails the second time takes back what the routine did before. */
function undo(guard: Guard, before: number, run: Run): void {
  if (run.branches > 0 || !run.routine.atomic) return;
  const { output } = run.frame;
  output.effects = output.effects.map((effect, at) =>
    at >= run.begun && at < before && effect.kind !== "read"
      ? { ...effect, guards: [...effect.guards, guard] }
      : effect,
  );
}

/** Changes the effects from one on. */
function change({ frame: { output } }: Run, from: number, make: (effect: Effect) => Effect): void {
  output.effects = output.effects.map((effect, at) => (at >= from ? make(effect) : effect));
}

/** A variable gets what a statement answered. */
function receive(name: string, statement: SqlStatement | undefined, at: number, run: Run): void {
  const { answer, last } = run;
  const settled = answer?.kind === "library" ? (answer.answer ?? unknown()) : (answer ?? unknown());
  const row = provenanceOf(unknown(settled.provenance));
  if (!statement || !last) return hold(name, { value: unknown(row) }, run);
  const told = last.kind === "read" ? answerOf(last.query, last, at) : { answer: last };
  const { column } = told;
  const sources = row.sources.map((source) =>
    column !== undefined && source.kind === "business" ? { ...source, what: `${source.what}.${column}` } : source,
  );
  hold(name, { value: unknown({ ...row, sources }), ...told }, run);
}

function choose(step: Extract<SqlStep, { readonly kind: "choose" }>, ahead: readonly SqlStep[], run: Run): void {
  const { frame } = run;
  const { variables } = run;
  const ends: { readonly state: State; readonly variables: Run["variables"] }[] = [];
  const site = run.routine.siteOf(step.start, step.start + 2);
  let before = frame.state;
  let decided = false;
  for (const [at, way] of step.ways.entries()) {
    const sides = way.on ? decide(way.on, run) : NOTHING;
    for (const effect of sides.tested) run.tested.add(effect);
    if (sides.certain === false) continue;
    const { length } = run.returned;
    run.variables = variables;
    const next = leaves(way.steps) ? way.steps : [...way.steps, ...ahead];
    frame.state = knowing(before, sides.whenTrue, next, site, run);
    within(run, () => walkSteps(way.steps, ahead, run));
    ends.push({ state: frame.state, variables: run.variables });
    decided = sides.certain === true;
    if (decided) break;
    const others = step.ways.slice(at + 1).flatMap((other) => other.steps);
    const after = knowing(before, sides.whenFalse, [...others, ...step.otherwise, ...ahead], site, run);
    const failed = !frame.state.alive && run.returned.length === length;
    if (failed)
      for (const fact of gained(before, after))
        if (fact.kind === "guard") undo(fact.guard, frame.output.effects.length, run);
    before = after;
  }
  if (!decided) {
    run.variables = variables;
    frame.state = before;
    within(run, () => walkSteps(step.otherwise, ahead, run));
    ends.push({ state: frame.state, variables: run.variables });
  }
  merge(ends, run);
}

/** Whether nothing of what follows is reached. */
function leaves(steps: readonly SqlStep[]): boolean {
  return steps.some(({ kind }) => kind === "return" || kind === "raise");
}

function within(run: Run, walk: () => void): void {
  run.branches += 1;
  walk();
  run.branches -= 1;
}

/** Goes on with what holds on each of the ways that come here. */
function merge(ends: readonly { readonly state: State; readonly variables: Run["variables"] }[], run: Run): void {
  run.frame.state = meet(ends.map(({ state }) => state));
  const live = ends.filter(({ state }) => state.alive).map(({ variables }) => variables);
  const [first, ...others] = live;
  if (!first) return;
  const names = new Set(live.flatMap((variables) => [...variables.keys()]));
  run.variables = new Map(
    [...names].map((name): [string, Variable] => {
      const own = first.get(name);
      if (own && others.every((variables) => variables.get(name) === own)) return [name, own];
      return [name, { value: joinValues(live.flatMap((variables) => variables.get(name)?.value ?? [])) }];
    }),
  );
}

/** The state where something is known: a claim that was won, or a question that is answered otherwise the next time. */
function knowing(
  state: State,
  known: readonly Known[],
  ahead: readonly SqlStep[],
  site: Guard["site"],
  { routine, machine, called, asks }: Run,
): State {
  const guards = new Map(state.guards);
  const call = siteKey(siteOf(called.link.node));
  for (const one of known) {
    if (one.kind === "won") guards.set(siteKey(one.guard.site), one.guard);
    else if (settles(one.ask, writesIn(ahead, machine.world.schema))) {
      const { table = "", where } = one.ask.query;
      const columns = where.map(({ column }) => column);
      const what = `${routine.name} asks ${table} first whether it was done`;
      const guard: Guard = { kind: "dedupe-record", site, what, columns };
      asks.set(guard, one.ask);
      guards.set(`${call} ${siteKey(site)}`, guard);
    }
  }
  return { ...state, guards };
}

function repeat(step: Extract<SqlStep, { readonly kind: "loop" }>, ahead: readonly SqlStep[], run: Run): void {
  const { frame } = run;
  if (step.over) {
    runStatement(step.over, run);
    if (step.row !== undefined) receive(step.row, undefined, 0, run);
  }
  const before = { state: frame.state, variables: run.variables };
  run.frame = withContext(frame, { ...frame.context, inLoop: true });
  within(run, () => walkSteps(step.steps, ahead, run));
  run.frame = frame;
  merge([before, { state: frame.state, variables: run.variables }], run);
}

/** A block, and what is done with an error in it: what the block wrote is taken back by then. */
function attempt(step: Extract<SqlStep, { readonly kind: "block" }>, ahead: readonly SqlStep[], run: Run): void {
  const { frame } = run;
  const before = { state: frame.state, variables: run.variables };
  const begun = frame.output.effects.length;
  if (step.handlers.length === 0) return walkSteps(step.steps, ahead, run);
  walkSteps(step.steps, ahead, run);
  const ends = [{ state: frame.state, variables: run.variables }];
  for (const handler of step.handlers) {
    const answers = !fails(handler.steps);
    if (handler.conflicts && answers)
      change(run, begun, (effect) => (effect.conflict === "escapes" ? { ...effect, conflict: "handled" } : effect));
    frame.state = before.state;
    run.variables = before.variables;
    within(run, () => walkSteps(handler.steps, ahead, run));
    ends.push({ state: frame.state, variables: run.variables });
  }
  merge(ends, run);
}

/** Whether the steps may raise an error again. */
function fails(steps: readonly SqlStep[]): boolean {
  return steps.some((step) => {
    if (step.kind === "block") return fails(step.steps);
    if (step.kind === "choose") return [...step.ways.map((way) => way.steps), step.otherwise].some(fails);
    return step.kind === "raise";
  });
}

/** What a routine's answer says of the way that led to it. */
function saidBy({ value, decision }: Extract<SqlStep, { readonly kind: "return" }>, run: Run): Sides {
  if (!value) return { ...NOTHING, certain: false };
  if (value.kind === "literal") return { ...NOTHING, certain: !/^(false|null|0|f)$/i.test(value.text) };
  const held = value.kind === "named" ? find(value.name, run) : undefined;
  if (held?.answer?.kind === "write") return someOrNone(held.answer);
  if (held) return held.sides ?? NOTHING;
  return decision ? decide(decision, run) : NOTHING;
}
