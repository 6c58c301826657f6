import { ts } from "ts-morph";
import { join, madeOf, nothing, via, withNull } from "../provenance.js";
import { siteOf, siteKey } from "../sites.js";
import type { Check, Effect, Guard, Transaction } from "../trace.js";
import { capturedValues, capturesOf } from "./captures.js";
import { decoratedRetry, decoratedState } from "./decorated.js";
import { declare, inner, type Env } from "./env.js";
import { fingerprint } from "./fingerprint.js";
import { rerunOf } from "./effects.js";
import { carries, isImmediate, isTransported } from "./lift.js";
import { choosesImplementation } from "./dispatch.js";
import { releasesLock } from "./locks.js";
import { nameText } from "./expressions.js";
import { FLEETING, type Names } from "./names.js";
import type { Frame, Machine, Output, Registration, Sign } from "./machine.js";
import { joinedReturns } from "./returns.js";
import { executeBlock } from "./statements.js";
import { isWhole, mayHash } from "./whole.js";
import { gained, meet, refine, start, type State } from "./state.js";
import { addUses, isEmpty, noUses, type Uses } from "./uses.js";
import {
  array,
  isNullish,
  joinValues,
  literal,
  object,
  provenanceOf,
  unknown,
  withProvenance,
  type Fact,
  type FunctionValue,
  type Value,
} from "./value.js";

/** What walking a function with certain arguments yields, relative to where it is called. */
export interface Summary {
  readonly value: Value;
  readonly effects: readonly Effect[];
  /** What holds after a normal return. */
  readonly facts: readonly Fact[];
  readonly tested: ReadonlySet<string>;
  readonly uses: Uses;
  readonly files: ReadonlySet<string>;
  readonly registrations: readonly Registration[];
  readonly signs: readonly Sign[];
  readonly opaque: number;
  /** Whether it returns at all, and whether it may throw on its own account. */
  readonly returns: boolean;
  readonly throws: boolean;
  /** A transaction or lock that it opened and left open, or closed. */
  readonly after: Pick<State, "transaction" | "locks" | "ended">;
}

/** A function of the project. */
export function closure(node: ts.FunctionLikeDeclaration, env: Env, self?: Value): FunctionValue {
  return { kind: "function", node, env, provenance: nothing, ...(self ? { self } : {}) };
}

/** Summaries by function and arguments. */
export interface Memory {
  /** Each with the files that its function and arguments come from. */
  readonly summaries: Map<string, { readonly summary: Summary; readonly about: ReadonlySet<string> }>;
  readonly names: Names;
  /** Functions that were seen to do nothing but compute: what plain data in them comes to. */
  readonly inert: Map<string, Inert>;
  /** Walks that the current entry point may still make: a bound on pathological code. */
  readonly budget: { left: number };
}

/** What a function that only computes comes to. One that saw no object may still pass objects through as they are. */
interface Inert {
  readonly value: "fixed" | "derived";
  readonly summary: Summary;
  readonly sawObjects: boolean;
  /** It serialises or hashes: of a whole it makes a whole. */
  readonly keepsWhole: boolean;
}

/** Walks a function with these arguments, or remembers what it did with such arguments before, and applies it to the caller. */
export function invokeFunction(
  fn: FunctionValue,
  args: readonly Value[],
  node: ts.Node,
  frame: Frame,
  machine: Machine,
  memory: Memory,
): Value {
  const all = fn.bound ? [...fn.bound, ...args] : args;
  const { active, depth } = frame.context;
  const place = `${fn.env.file}:${fn.node.pos}`;
  if (depth > MAX_DEPTH || active.includes(place)) return unknown();
  // What a function does depends on what it captured and on its receiver as much as on its arguments.
  const captured = fn.env.module ? [] : capturedValues(capturesOf(fn.node).names, fn.env);
  const owned = fn.self?.kind === "instance" ? `${place}@${fn.self.id}` : place;
  const isSteady = captured.every((value) => isPlain(value));
  const plain = isSteady && all.every((value) => isPlain(value));
  const inert = isSteady ? memory.inert.get(owned) : undefined;
  const objects = all.some((value) => value.kind === "object" || value.kind === "array");
  const known = inert && (inert.sawObjects || inert.value === "fixed" || !objects);
  if (known && (plain || (inert.value === "fixed" && !inert.summary.throws && all.every((value) => isData(value))))) {
    for (const file of inert.summary.files) frame.output.files.add(file);
    return inert.value === "fixed"
      ? inert.summary.value
      : unknown(
          withNull(join([...all, ...captured].map((value) => provenanceOf(value))), false),
          inert.keepsWhole && all.some(isWhole) ? { whole: true } : {},
        );
  }
  // A closure that changes a variable around it is walked each time: the change is part of what it does.
  const repeatable = fn.env.module !== undefined || !capturesOf(fn.node).assigns;
  const { names } = memory;
  const { name: key, files: about } = names.of(() => {
    const loading = frame.context.loading === undefined ? "" : names.mention(frame.context.loading);
    const given = all.map((value) => fingerprint(value, undefined, names));
    return `${loading}${fingerprint(fn, undefined, names)}(${given.join(",")})`;
  });
  let summary = repeatable ? memory.summaries.get(key)?.summary : undefined;
  if (!summary) {
    if (memory.budget.left-- <= 0) return beyondBudget(machine);
    summary = walk(fn, all, { ...frame.context, inLoop: false, depth: depth + 1, active: [...active, place] }, machine);
    if (repeatable && !key.includes(FLEETING)) memory.summaries.set(key, { summary, about });
    const kind = plain ? inertKind(summary) : undefined;
    if (kind)
      memory.inert.set(owned, { value: kind, summary, sawObjects: objects, keepsWhole: mayHash(fn.node.getText()) });
    else if (objects && inert?.value === "derived") memory.inert.delete(owned);
  }
  return compose(summary, fn, node, frame, machine);
}

const MAX_DEPTH = 32;

/** What lies beyond an entry point's budget is not known; it is counted, since a silent miss reads as safe. */
function beyondBudget(machine: Machine): Value {
  machine.world.counts.unresolved++;
  return unknown();
}

/**
 * A function that was walked with plain data and did nothing to the world does nothing with other plain data either: the
 * walk took every branch. Unless what it returns has a shape of its own, there is no need to walk it again.
 */
function inertKind({
  value,
  effects,
  facts,
  registrations,
  signs,
  returns,
  after,
  tested,
  uses,
}: Summary): "fixed" | "derived" | undefined {
  const acts =
    effects.length + facts.length + registrations.length + signs.length + tested.size > 0 ||
    !isEmpty(uses) ||
    !returns ||
    after.locks > 0 ||
    after.ended === true ||
    after.transaction !== undefined;
  if (acts || value.truth || value.words || value.result) return undefined;
  if (value.kind === "literal") return "fixed";
  if (value.kind !== "unknown" || value.wraps || value.type || value.text || value.json) return undefined;
  return madeOf(value.provenance, "attempt") ? "fixed" : "derived";
}

/** Nothing in it can be called. */
function isData(value: Value, depth = 3): boolean {
  switch (value.kind) {
    case "literal":
    case "error":
      return true;
    case "unknown":
      return !value.wraps && !value.continues && !value.type && !value.through;
    case "object":
      return depth > 0 && [...value.properties.values()].every((member) => isData(member, depth - 1));
    case "array":
      return depth > 0 && value.items.every((item) => isData(item, depth - 1));
    case "union":
      return value.options.every((option) => isData(option, depth));
    default:
      return false;
  }
}

/** Data of which only the origin matters: nothing to call, nothing that was read from a store, no error. */
function isPlain(value: Value, depth = 3): boolean {
  if (value.result || value.truth || value.words) return false;
  switch (value.kind) {
    case "literal":
      return true;
    case "unknown":
      return !value.wraps && !value.continues && !value.type && !value.through && !value.memory;
    case "object":
      return (
        depth > 0 && !value.rest?.result && [...value.properties.values()].every((member) => isPlain(member, depth - 1))
      );
    case "array":
      return depth > 0 && value.items.every((item) => isPlain(item, depth - 1));
    default:
      return false;
  }
}

function walk(fn: FunctionValue, args: readonly Value[], context: Frame["context"], machine: Machine): Summary {
  const { node } = fn;
  const env = inner(fn.env);
  const output: Output = {
    effects: [],
    tested: new Set(),
    uses: noUses(),
    files: new Set([fn.env.file]),
    registrations: [],
    signs: [],
    opaque: 0,
  };
  const { retry: _retry, reruns: _reruns, ...rest } = context;
  const retry = decoratedRetry(node, machine);
  const frame: Frame = {
    env,
    node,
    state: decoratedState(node, start, machine),
    journal: new Map(),
    output,
    returns: [],
    throws: [],
    jumps: [],
    context: retry ? { ...rest, retry } : rest,
    ...(fn.self ? { self: fn.self } : {}),
  };
  bindParameters(node, args, frame, machine);
  const body = "body" in node ? node.body : undefined;
  if (body && ts.isBlock(body)) executeBlock(body.statements, frame, machine);
  else if (body) {
    const value = machine.evaluate(body, frame);
    frame.returns.push({ value, state: frame.state, node: body });
    frame.state = { ...frame.state, alive: false };
  }
  const ends = [...frame.returns.map((exit) => exit.state), frame.state].filter((state) => state.alive);
  const after = meet(ends);
  return {
    value: joinedReturns(frame, start),
    effects: output.effects,
    facts: gained(start, after),
    tested: output.tested,
    uses: output.uses,
    files: output.files,
    registrations: output.registrations,
    signs: output.signs,
    opaque: output.opaque,
    returns: ends.length > 0,
    throws: frame.throws.length > 0,
    after: {
      locks: releases(node) ? 0 : after.locks,
      ...(after.transaction ? { transaction: after.transaction } : {}),
      ...(after.ended ? { ended: true } : {}),
    },
  };
}

/** A lock that is given back in a `finally` does not outlive the function. */
function releases(node: ts.FunctionLikeDeclaration): boolean {
  const body = "body" in node ? node.body : undefined;
  return body !== undefined && ts.isBlock(body) && releasesLock(body);
}

/** Gives the parameters their values: arguments, defaults, and what their declared types promise. */
function bindParameters(
  node: ts.FunctionLikeDeclaration,
  args: readonly Value[],
  frame: Frame,
  machine: Machine,
): void {
  const values = node.parameters.map((parameter, index) => {
    if (parameter.dotDotDotToken) return array(args.slice(index));
    const passed = args[index] ?? literal(undefined);
    return parameterValue(parameter, passed, frame, machine);
  });
  node.parameters.forEach((parameter, index) => {
    const value = values[index] ?? unknown();
    machine.bind(parameter.name, value, frame);
  });
  if (!ts.isArrowFunction(node)) declare(frame.env, "arguments", array(args));
}

function parameterValue(parameter: ts.ParameterDeclaration, passed: Value, frame: Frame, machine: Machine): Value {
  if (isNullish(passed) && passed.kind === "literal" && passed.value === undefined && parameter.initializer) {
    return machine.evaluate(parameter.initializer, frame);
  }
  // What a framework passed is known better from its model than from its declared type.
  const untyped =
    passed.kind === "unknown"
      ? !passed.type && !passed.wraps && !passed.continues && !passed.members
      : isNullish(passed);
  if (!parameter.type || !untyped || passed.result) return withDefault(parameter, passed, frame, machine);
  const typed = machine.typed({ node: parameter.type, file: frame.env.file });
  if (typed && typed.kind !== "object") return typed;
  if (typed && passed.kind === "unknown") return { ...passed, type: { node: parameter.type, file: frame.env.file } };
  return withDefault(parameter, passed, frame, machine);
}

function withDefault(parameter: ts.ParameterDeclaration, passed: Value, frame: Frame, machine: Machine): Value {
  if (!parameter.initializer || passed.provenance.maybeNull !== true) return passed;
  return joinValues([passed, machine.evaluate(parameter.initializer, frame)]);
}

/** Gives names to the parts of a value. */
export function bindName(name: ts.BindingName, value: Value, frame: Frame, machine: Machine): void {
  if (ts.isIdentifier(name)) {
    const tracked =
      value.provenance.sources.length > 0 ? withProvenance(value, via(value.provenance, siteOf(name))) : value;
    return declare(frame.env, name.text, tracked);
  }
  if (ts.isArrayBindingPattern(name)) {
    name.elements.forEach((element, index) => {
      if (ts.isOmittedExpression(element)) return;
      const part =
        element.dotDotDotToken && value.kind === "array"
          ? array(value.items.slice(index))
          : machine.member(value, String(index), element, frame);
      bindName(element.name, initial(element, part, frame, machine), frame, machine);
    });
    return;
  }
  const taken: string[] = [];
  for (const element of name.elements) {
    if (element.dotDotDotToken) {
      bindName(element.name, without(value, taken), frame, machine);
      continue;
    }
    const key = element.propertyName
      ? nameText(element.propertyName, frame, machine)
      : ts.isIdentifier(element.name)
        ? element.name.text
        : undefined;
    if (key === undefined) continue;
    taken.push(key);
    bindName(
      element.name,
      initial(element, machine.member(value, key, element, frame), frame, machine),
      frame,
      machine,
    );
  }
}

function initial(element: ts.BindingElement, part: Value, frame: Frame, machine: Machine): Value {
  if (!element.initializer) return part;
  if (isNullish(part)) return machine.evaluate(element.initializer, frame);
  return part.kind === "unknown" && part.provenance.maybeNull
    ? joinValues([part, machine.evaluate(element.initializer, frame)])
    : part;
}

function without(value: Value, taken: readonly string[]): Value {
  if (value.kind !== "object") return value;
  return {
    ...object(new Map([...value.properties].filter(([name]) => !taken.includes(name))), value.rest),
    provenance: value.provenance,
  };
}

/** Adds what a callee did to its caller: effects get the longer path and the caller's guards. */
function compose(summary: Summary, fn: FunctionValue, node: ts.Node, frame: Frame, machine: Machine): Value {
  const { output } = frame;
  const step = { ...machine.step(node), what: functionName(fn.node) };
  const inline = isImmediate(fn.node);
  const written = !machine.world.project.isGenerated(frame.env.file);
  const at = { step, inline, written, node };
  for (const effect of summary.effects) output.effects.push(inContext(effect, at, frame));
  for (const sink of summary.tested) output.tested.add(sink);
  addUses(output.uses, summary.uses);
  for (const file of summary.files) output.files.add(file);
  output.registrations.push(...summary.registrations);
  output.signs.push(...summary.signs);
  output.opaque += summary.opaque;
  const seen = (fact: Fact): Fact =>
    fact.kind === "check"
      ? { kind: "check", check: seenFrom(fact.check, node, frame) }
      : fact.kind === "chance"
        ? { kind: "chance", chance: { ...fact.chance, condition: step.site } }
        : fact;
  frame.state = refine(frame.state, summary.facts.map(seen), output.tested);
  const { transaction, locks, ended } = summary.after;
  if (ended) {
    const { transaction: _closed, ...rest } = frame.state;
    frame.state = { ...rest, locks: 0 };
  }
  if (transaction || locks > 0)
    frame.state = { ...frame.state, locks: frame.state.locks + locks, ...(transaction ? { transaction } : {}) };
  if (!summary.returns) frame.state = { ...frame.state, alive: false };
  const { truth } = summary.value;
  return truth
    ? { ...summary.value, truth: { whenTrue: truth.whenTrue.map(seen), whenFalse: truth.whenFalse.map(seen) } }
    : summary.value;
}

/** A callee's check as its caller sees it: made by this call, and under the caller's lock if it holds one. */
function seenFrom(check: Check, node: ts.Node, frame: Frame): Check {
  const occurrence = `${node.pos}>${check.occurrence}`;
  return frame.state.locks > 0 ? { ...check, occurrence, locked: true } : { ...check, occurrence };
}

/** Where a callee is called: whether it is a part of the code around it, and whether a person wrote that. */
interface CallPlace {
  readonly step: Effect["path"][number];
  readonly inline: boolean;
  readonly written: boolean;
  readonly node: ts.Node;
}

function inContext(effect: Effect, { step, inline, written, node }: CallPlace, frame: Frame): Effect {
  const { state, context } = frame;
  const guards = merge(state.guards, effect.guards);
  // A function that asks a store before it acts has decided by itself.
  const decided = effect.checks.length > 0 || effect.guards.some(({ kind }) => !OF_ITS_OWN.has(kind));
  const chosen = isTransported(effect.kind) && choosesImplementation(node);
  const lifted = !inline && !decided && (chosen || (effect.carried === true && isCalledByName(node, step.what)));
  const carried = inline
    ? effect.carried === true
    : lifted && (!written || carries(node, frame.node, effect.kind, true));
  const checks = [...state.checks.values(), ...effect.checks.map((check) => seenFrom(check, node, frame))];
  const chances = [...state.chances.values(), ...(effect.chances ?? [])];
  const retry = effect.retry ?? context.retry ?? rerunOf(effect.kind, context);
  const transaction = effect.transaction ? reachedBy(effect.transaction, node, state) : state.transaction;
  return {
    ...effect,
    ...(lifted ? { site: siteOf(node) } : {}),
    carried,
    path: [step, ...effect.path],
    guards,
    checks,
    inLoop: effect.inLoop || context.inLoop,
    ...(retry ? { retry } : {}),
    ...(transaction ? { transaction } : {}),
    ...(chances.length > 0 ? { chances } : {}),
  };
}

/** A transaction that a helper opens is another one at each of its calls, unless it joins the one that is open. */
function reachedBy(transaction: Transaction, node: ts.Node, { transaction: open }: State): Transaction {
  if (open && siteKey(open.site) === siteKey(transaction.site)) return transaction;
  return { ...transaction, through: [siteOf(node), ...(transaction.through ?? [])] };
}

/** Guards that a call carries with it, wherever it stands. */
const OF_ITS_OWN: ReadonlySet<Guard["kind"]> = new Set(["stable-key", "message-id"]);

/** What was handed in to be called later (`handler(job.data)`) is not a helper of the code that calls it. */
function isCalledByName(node: ts.Node, name: string): boolean {
  if (!ts.isCallExpression(node)) return true;
  const called = node.expression;
  const text = ts.isIdentifier(called)
    ? called.text
    : ts.isPropertyAccessExpression(called)
      ? called.name.text
      : undefined;
  return text === name.slice(name.lastIndexOf(".") + 1);
}

function merge(outer: ReadonlyMap<string, Guard>, inner: readonly Guard[]): readonly Guard[] {
  if (outer.size === 0) return inner;
  const known = new Set(inner.map((guard) => siteKey(guard.site)));
  return [...[...outer.values()].filter((guard) => !known.has(siteKey(guard.site))), ...inner];
}

/** What people call a function: its name, the variable or property that holds it, or the call it is given to. */
export function functionName(node: ts.Node): string {
  if ((ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) && node.name) return node.name.text;
  if (ts.isMethodDeclaration(node) || ts.isGetAccessorDeclaration(node)) {
    const owner = ts.isClassLike(node.parent) ? node.parent.name?.text : undefined;
    return owner ? `${owner}.${node.name.getText()}` : node.name.getText();
  }
  if (ts.isConstructorDeclaration(node)) return `new ${node.parent.name?.text ?? "class"}`;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.name.getText();
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return parent.name.getText();
  if (ts.isCallExpression(parent))
    return `the function given to ${parent.expression
      .getText()
      .slice(-40)
      .replace(/^[^\w]*/, "")}`;
  return "a function";
}
