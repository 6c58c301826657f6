import { ts } from "ts-morph";
import { siteKey } from "../../sites.js";
import { join, nothing, withNull } from "../../provenance.js";
import { capturedValues, capturesOf } from "./captures.js";
import { compose } from "./compose.js";
import { decoratedRetry, decoratedState } from "./decorated.js";
import { inner, type Env } from "../walk/env.js";
import { holdsHandlers } from "../expressions/collections.js";
import { fingerprint } from "../values/fingerprint.js";
import { isMute, leaveTrail, NO_ANSWER, staysMute, walkedAgain, type Mute } from "./mute.js";
import { inertKind, isData, isPlain, promisedTo, type Inert } from "./inert.js";
import { releasesLock } from "../effects/locks.js";
import type { Frame, Machine, Output } from "../walk/machine.js";
import { FLEETING, type Names } from "../values/names.js";
import { bindParameters } from "./parameters.js";
import { joinedReturns } from "./returns.js";
import { gained, meet, start } from "../walk/state.js";
import { executeBlock } from "../walk/blocks.js";
import type { Summary } from "./summary.js";
import { noUses } from "../walk/uses.js";
import { provenanceOf, unknown, type FunctionValue, type Value } from "../values/value.js";
import { knownToCaller } from "../effects/stored-ids.js";
import { answeredBy } from "../values/queries.js";
import { isWhole, mayHash } from "../values/whole.js";

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
  /** Functions that came to nothing whenever they were walked. */
  readonly mute: Map<string, Mute>;
  /** Walks that the current entry point may still make: a bound on pathological code. */
  readonly budget: { left: number };
}

/** Walks a function with these arguments, or remembers what it did with such arguments before, and applies it to the caller. */
export function invokeFunction(
  given: FunctionValue,
  args: readonly Value[],
  node: ts.Node,
  frame: Frame,
  machine: Machine,
  memory: Memory,
): Value {
  const { fn, args: all } = knownToCaller(given, [...(given.bound ?? []), ...args], frame.output.effects);
  const { active, depth, loading } = frame.context;
  // While a module is loaded, less is run.
  const place = loading === undefined ? placeOf(fn) : `${loading} ${placeOf(fn)}`;
  // What a function does depends on what it captured and on its receiver as much as on its arguments.
  const captured = fn.env.module ? [] : capturedValues(capturesOf(fn.node).names, fn.env);
  const owned = fn.self?.kind === "instance" ? `${place}@${fn.self.id}` : place;
  const running = [owned, ...[...all, ...captured].flatMap(functionsIn)].join(" ");
  if (depth > MAX_DEPTH || active.includes(running)) return unknown();
  const isSteady = (!fn.self || fn.self.kind === "instance") && captured.every((value) => isPlain(value));
  const plain = isSteady && all.every((value) => isPlain(value));
  const inert = isSteady ? memory.inert.get(owned) : undefined;
  const objects = all.some((value) => value.kind === "object" || value.kind === "array");
  const promised = isSteady ? promisedTo(fn.node, all) : [];
  const known =
    inert &&
    (inert.sawObjects || inert.value === "fixed" || !objects) &&
    promised.every((index) => inert.promised.has(index));
  if (known && (plain || (inert.value === "fixed" && !inert.summary.throws && all.every((value) => isData(value))))) {
    for (const file of inert.summary.files) frame.output.files.add(file);
    return inert.value === "fixed"
      ? inert.summary.value
      : unknown(
          withNull(answeredBy(all, join([...all, ...captured].map((value) => provenanceOf(value)))), false),
          inert.keepsWhole && all.some(isWhole) ? { whole: true } : {},
        );
  }
  const mute = memory.mute.get(place);
  if (staysMute(mute, fn, node, all, captured)) {
    leaveTrail(mute, frame.output);
    return NO_ANSWER;
  }
  // A closure that changes a variable around it is walked each time: the change is part of what it does.
  const repeatable = fn.env.module !== undefined || !capturesOf(fn.node).assigns;
  const { names } = memory;
  const { name: key, files: about } = names.of(() => {
    const within = loading === undefined ? "" : names.mention(loading);
    const given = all.map((value) => fingerprint(value, undefined, names));
    return `${within}${fingerprint(fn, undefined, names)}(${given.join(",")})`;
  });
  let summary = repeatable ? memory.summaries.get(key)?.summary : undefined;
  if (!summary) {
    if (memory.budget.left-- <= 0) return beyondBudget(machine);
    summary = walk(
      fn,
      all,
      { ...frame.context, inLoop: false, depth: depth + 1, active: [...active, running] },
      machine,
    );
    if (repeatable && !summary.fills && !key.includes(FLEETING)) remember(key, summary, about, memory);
    const kind = plain ? inertKind(summary) : undefined;
    if (kind)
      memory.inert.set(owned, {
        value: kind,
        summary,
        sawObjects: objects,
        promised: new Set([...promised, ...(inert?.value === kind ? inert.promised : [])]),
        keepsWhole: mayHash(fn.node.getText()),
      });
    else if (objects && inert?.value === "derived") memory.inert.delete(owned);
  }
  if (!isMute(summary, node)) return compose(summary, fn, node, frame, machine);
  memory.mute.set(place, walkedAgain(mute, summary));
  leaveTrail(summary, frame.output);
  return summary.value;
}

const MAX_DEPTH = 32;

/** Most summaries are asked for again soon or never. Without a bound they were most of the memory on large services. */
const MOST_SUMMARIES = 20_000;

function remember(key: string, summary: Summary, about: ReadonlySet<string>, { summaries }: Memory): void {
  summaries.set(key, { summary, about });
  if (summaries.size <= MOST_SUMMARIES) return;
  for (const oldest of summaries.keys()) {
    summaries.delete(oldest);
    if (summaries.size <= MOST_SUMMARIES / 2) return;
  }
}

function placeOf(fn: FunctionValue): string {
  return `${fn.env.file}:${fn.node.pos}`;
}

/** Functions that a function is given or holds: a wrapper that is called within what it wraps, with another function, meets itself and goes on. */
function functionsIn(value: Value): readonly string[] {
  switch (value.kind) {
    case "function":
      return [placeOf(value)];
    case "object":
      return [...value.properties.values()].flatMap((one) => (one.kind === "function" ? [placeOf(one)] : []));
    case "unknown":
      return value.wraps?.flatMap(functionsIn) ?? [];
    case "union":
      return value.options.flatMap(functionsIn);
    default:
      return [];
  }
}

/** What lies beyond an entry point's budget is not known; it is counted, since a silent miss reads as safe. */
function beyondBudget(machine: Machine): Value {
  machine.world.counts.unresolved++;
  return unknown();
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
    fills: false,
    prunes: false,
  };
  const { retry: _retry, reruns: _reruns, option: _option, ...rest } = context;
  const retry = decoratedRetry(node, machine);
  const frame: Frame = {
    env,
    node,
    state: decoratedState(node, start, machine),
    journal: { before: new Map() },
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
    value: asPromised(joinedReturns(frame, start), fn, machine),
    ...lookedAt(output),
    facts: gained(start, after),
    uses: output.uses,
    files: output.files,
    registrations: output.registrations,
    signs: output.signs,
    opaque: output.opaque,
    fills: output.fills,
    prunes: output.prunes,
    returns: ends.length > 0,
    throws: frame.throws.length > 0,
    after: {
      locks: releases(node) ? 0 : after.locks,
      rowLocks: after.rowLocks,
      ...(after.transaction ? { transaction: after.transaction } : {}),
      ...(after.ended ? { ended: true } : {}),
    },
  };
}

/**
 * Whose answers a function looked at is told of the effects that came to pass in it, and of no others of their place: another
 * caller of the same helper may look at nothing. What came to pass outside of it is left to its callers.
 */
function lookedAt({ effects, tested }: Output): Pick<Summary, "effects" | "tested"> {
  if (tested.size === 0) return { effects, tested };
  const own = new Set<string>();
  const told = effects.map((effect) => {
    const sink = siteKey(effect.sink);
    if (!tested.has(sink)) return effect;
    own.add(sink);
    return effect.countTested ? effect : { ...effect, countTested: true };
  });
  return { effects: told, tested: new Set([...tested].filter((sink) => !own.has(sink))) };
}

/** What cannot be seen is the client that the function says it gives: `const getDb = (): Database => context.get("db")`. */
function asPromised(value: Value, { node, env }: FunctionValue, machine: Machine): Value {
  const isOpaque = value.kind === "unknown" && !value.result && !value.truth && !value.wraps && !value.type;
  if (!isOpaque || !node.type || !ts.isTypeReferenceNode(node.type) || node.type.typeArguments) return value;
  const typed = machine.typed({ node: node.type, file: env.file });
  return typed?.kind === "library" || typed?.kind === "object" ? (holdsHandlers(typed) ? typed : value) : value;
}

/** A lock that is given back in a `finally` does not outlive the function. */
function releases(node: ts.FunctionLikeDeclaration): boolean {
  const body = "body" in node ? node.body : undefined;
  return body !== undefined && ts.isBlock(body) && releasesLock(body);
}
