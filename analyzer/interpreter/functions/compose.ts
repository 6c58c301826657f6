import { ts } from "ts-morph";
import { siteKey, siteOf } from "../../sites.js";
import type { Check, Effect, Guard, Site, Transaction } from "../../trace.js";
import { choosesImplementation } from "../walk/dispatch.js";
import { rerunOf } from "../effects/effects.js";
import { afterClearing } from "../effects/cleared.js";
import { heldForCaller } from "../effects/found.js";
import { functionName } from "./function-name.js";
import { carries, isImmediate, isTransported } from "./lift.js";
import type { Frame, Machine } from "../walk/machine.js";
import { bothLocks, eitherLock, lockIn, refine, type State } from "../walk/state.js";
import { addSigns } from "./mute.js";
import type { Summary } from "./summary.js";
import { isToldEnough, waysTo } from "./ways.js";
import { addUses } from "../walk/uses.js";
import type { Fact, FunctionValue, Value } from "../values/value.js";
import { claimOfInsert } from "../effects/write-guards.js";

/** Adds what a callee did to its caller: effects get the longer path and the caller's guards. */
export function compose(made: Summary, fn: FunctionValue, node: ts.Node, frame: Frame, machine: Machine): Value {
  const { output } = frame;
  const summary = afterClearing(made, frame.state.cleared, { schema: machine.world.schema, effects: output.effects });
  const { option } = frame.context;
  const named = { ...machine.step(node), what: functionName((fn.inPlaceOf ?? fn).node) };
  const step = option === undefined ? named : { ...named, of: option };
  const inline = isImmediate(fn.node);
  const written = !machine.world.project.isGenerated(frame.env.file);
  const at = { step, inline, written, node, fn };
  const claims: Fact[] = [];
  const ways = waysTo(output.effects);
  for (const own of summary.effects) {
    const effect = heldForCaller(own, frame.state.checks);
    const [guard] = effect === own ? [] : effect.guards.slice(-1);
    if (guard && !effect.ignoresConflict)
      claims.push({ kind: "guard", guard: claimOfInsert(effect.target, effect.sink, guard) });
    // A helper that is called once more may be called without the guards of the calls before.
    const reached = inContext(effect, at, frame);
    if (!isToldEnough(reached, ways, option)) output.effects.push(reached);
  }
  for (const sink of summary.tested) output.tested.add(sink);
  addUses(output.uses, summary.uses);
  for (const file of summary.files) output.files.add(file);
  for (const item of summary.registrations) output.registrations.push({ ...item, within: [...item.within, fn.node] });
  addSigns(summary.signs, output);
  output.opaque += summary.opaque;
  output.fills ||= summary.fills;
  output.prunes ||= summary.prunes;
  const seen = (fact: Fact): Fact =>
    fact.kind === "check"
      ? { kind: "check", check: seenFrom(fact.check, fn, node, frame) }
      : fact.kind === "chance"
        ? { kind: "chance", chance: { ...fact.chance, condition: step.site } }
        : fact;
  frame.state = refine(frame.state, [...summary.facts.map(seen), ...claims], output.tested);
  const { transaction, locks, rowLocks, ended } = summary.after;
  if (ended) {
    const { transaction: _closed, ...rest } = frame.state;
    frame.state = { ...rest, locks: 0, rowLocks: [] };
  }
  if (transaction || locks + rowLocks.length > 0) {
    const { state } = frame;
    const held = { locks: state.locks + locks, rowLocks: bothLocks(state.rowLocks, rowLocks) };
    frame.state = { ...state, ...held, ...(transaction ? { transaction } : {}) };
  }
  if (!summary.returns) frame.state = { ...frame.state, alive: false };
  return told(summary.value, seen);
}

/** What an answer tells of the way that was taken, by itself or in its members, as the caller sees it. */
function told(value: Value, seen: (fact: Fact) => Fact, isMember = false): Value {
  const { truth, words } = value;
  const made =
    truth || words
      ? {
          ...value,
          ...(truth ? { truth: { whenTrue: truth.whenTrue.map(seen), whenFalse: truth.whenFalse.map(seen) } } : {}),
          ...(words ? { words: words.map((way) => ({ ...way, facts: way.facts.map(seen) })) } : {}),
        }
      : value;
  if (made.kind !== "object" || isMember || ![...made.properties.values()].some(tells)) return made;
  return { ...made, properties: new Map([...made.properties].map(([name, one]) => [name, told(one, seen, true)])) };
}

function tells({ truth, words }: Value): boolean {
  return truth !== undefined || words !== undefined;
}

/**
 * A callee's check as its caller sees it: made by this call, and under the caller's lock if it holds one. One that a value
 * brought along (a list that was picked before) was made outside of the callee, and is the same at every call.
 */
function seenFrom(check: Check, fn: FunctionValue, node: ts.Node, frame: Frame): Check {
  const occurrence = isMadeIn(check, fn.node) ? `${node.pos}@${tagOf(node)}>${check.occurrence}` : check.occurrence;
  const locked = eitherLock(lockIn(frame.state), check.locked);
  return { ...check, occurrence, locked };
}

/** The outermost place in its name, a condition or a call, stands in this function. */
function isMadeIn({ occurrence, condition }: Check, within: ts.Node): boolean {
  const outermost = Number.parseInt(occurrence, 10);
  if (outermost < within.pos || outermost >= within.end) return false;
  const call = /^\d+@(\w+)>/.exec(occurrence);
  return call ? call[1] === tagOf(within) : condition.file === within.getSourceFile().fileName;
}

/** A few letters for a file, since names of checks are kept by the thousand. */
function tagOf(node: ts.Node): string {
  const source = node.getSourceFile();
  let tag = tags.get(source);
  if (tag === undefined) {
    let hash = 0;
    for (const letter of source.fileName) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
    tag = hash.toString(36);
    tags.set(source, tag);
  }
  return tag;
}

const tags = new WeakMap<ts.SourceFile, string>();

/** What was asked of rows by the query that read them. */
function isQuery({ read, condition }: Check): boolean {
  return siteKey(read) === siteKey(condition);
}

function isWithin({ file, start }: Site, { node }: FunctionValue): boolean {
  return file === node.getSourceFile().fileName && start >= node.pos && start < node.end;
}

/** Where a callee is called: whether it is a part of the code around it, and whether a person wrote that. */
interface CallPlace {
  readonly step: Effect["path"][number];
  readonly inline: boolean;
  readonly written: boolean;
  readonly node: ts.Node;
  readonly fn: FunctionValue;
}

function inContext(effect: Effect, { step, inline, written, node, fn }: CallPlace, frame: Frame): Effect {
  const { state, context } = frame;
  const guards = merge(state.guards, lockIn(state) ? effect.guards.map(heldAtOnce) : effect.guards);
  // A function that asks a store before it acts has decided by itself; rows that it was given were asked for elsewhere.
  const asks = effect.checks.some((check) => !isQuery(check) || isWithin(check.read, fn));
  const decided = asks || effect.guards.some(({ kind }) => !OF_ITS_OWN.has(kind));
  const chosen = isTransported(effect.kind) && choosesImplementation(node);
  const lifted = !inline && !decided && (chosen || (effect.carried === true && isCalledByName(node, step.what)));
  const carried = inline
    ? effect.carried === true
    : lifted && (!written || carries(node, frame.node, effect.kind, true));
  const checks = [...state.checks.values(), ...effect.checks.map((check) => seenFrom(check, fn, node, frame))];
  const chances = [...state.chances.values(), ...(effect.chances ?? [])];
  const around = effect.afterCommit ? {} : { transaction: state.transaction, retry: rerunOf(effect.kind, context) };
  const retry = effect.retry ?? context.retry ?? around.retry;
  const transaction = effect.transaction ? reachedBy(effect.transaction, node, state) : around.transaction;
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

/** Under the caller's lock there are no two attempts at once. */
function heldAtOnce(guard: Guard): Guard {
  const { alone: _alone, ...held } = guard;
  return guard.alone === undefined ? guard : held;
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
