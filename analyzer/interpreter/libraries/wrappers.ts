import { ts } from "ts-morph";
import type { WrapperItem } from "../../models/patterns.js";
import { from, isStable, madeOf, nothing } from "../../provenance.js";
import { siteOf, siteKey } from "../../sites.js";
import type { Effect, Guard, Retry, Transaction } from "../../trace.js";
import { mayRun } from "../expressions/calls.js";
import { withContext } from "../walk/frames.js";
import { journaled } from "../values/journaled.js";
import type { Context, Frame, Machine } from "../walk/machine.js";
import { answers, repeated } from "./clients.js";
import { sourceCall } from "./piped.js";
import { at, inside, type Called } from "./places.js";
import { shortfallOf } from "./shortfalls.js";
import type { State } from "../walk/state.js";
import {
  joinValues,
  object,
  optionsOf,
  provenanceOf,
  textOf,
  unknown,
  type Fact,
  type LibraryValue,
  type Link,
  type Value,
} from "../values/value.js";

/** A call of a function that takes functions: they run in a transaction, under a guard, again on failure, and so on. */
export function callWrapper(
  model: WrapperItem,
  base: LibraryValue,
  link: Link,
  links: readonly Link[],
  path: string,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const called: Called = { receiver: base, link, links, path, args: link.args };
  if (model.itself) return base;
  if (model.rest) return hold(model, called, link, base, frame);
  if (model.piped) return sourceCall(model, link, frame);
  if (model.lists) return { kind: "array", items: link.args, provenance: nothing };
  if (model.everywhere) {
    const { libraries, methods, option } = model.everywhere;
    const listed = at(option, called);
    const named = listed?.kind === "array" ? listed.items.flatMap((item) => textOf(item) ?? []) : methods;
    const upper = named.map((method) => method.toUpperCase());
    machine.clients.repeatAll(link.node, libraries, upper, retryOf(model, link));
    return unknown();
  }
  const callback = at(model.callback, called);
  const client = model.client === "receiver" ? callback && answers(callback) && base : callback;
  if (model.client && client && client.kind === "library") {
    machine.clients.repeat(client, retryOf(model, link), model.methods);
    return unknown();
  }
  const fns = callback ? optionsOf(callback).filter(isFunction) : [];
  if (model.kind === "transaction" && callback?.kind === "array")
    return batch(model, link, callback.items, base, frame);
  if (fns.length === 0) return model.kind === "lock" ? take(base, frame) : undefined;
  if (model.returnsFunction) return unknown(nothing, { wraps: fns, through: { model, callee: base, link } });
  return runWrapped(model, called, fns, handleArguments(model, base, link), link, frame, machine);
}

/** Calls functions through a wrapper that was made earlier (`withRetry(fn)`). */
export function callThrough(
  through: { readonly model: WrapperItem; readonly callee: LibraryValue; readonly link: Link },
  fns: readonly Value[],
  args: readonly Value[],
  frame: Frame,
  machine: Machine,
): Value {
  const { model, callee, link } = through;
  const called: Called = { receiver: callee, link, links: callee.links, path: callee.path, args: link.args };
  return runWrapped(model, called, fns, args, link, frame, machine);
}

function runWrapped(
  model: WrapperItem,
  called: Called,
  fns: readonly Value[],
  args: readonly Value[],
  link: Link,
  frame: Frame,
  machine: Machine,
): Value {
  const first = frame.output.effects.length;
  const before = frame.state;
  if (model.signed !== undefined)
    frame.output.signs.push({ kind: "webhook", what: model.signed, node: link.node, event: false });
  const prepared = prepare(model, called, link, frame, machine);
  frame.state = prepared.state;
  const scope = prepared.context === frame.context ? frame : withContext(frame, prepared.context);
  const values = mayRun(fns, args, link.node, scope, machine);
  const { shortfall } = prepared;
  if (shortfall)
    each(frame.output.effects, first, (effect) => ({ ...effect, shortfalls: [...effect.shortfalls, shortfall] }));
  if (model.kind === "transaction") goAround(frame.output.effects, first, link, frame.state.locks <= 1);
  if (model.kind === "after-commit") each(frame.output.effects, first, (effect) => ({ ...effect, afterCommit: true }));
  frame.state = restore(model, before, frame.state);
  if (model.refused !== undefined) return answerOf(model.refused, before, link, frame, machine);
  const value = values.length > 0 ? joinValues(values) : unknown();
  return model.kind === "step" ? journaled(value) : value;
}

/**
 * What goes through the client itself, in a callback that was given a handle and uses it, is no part of the transaction: its
 * isolation, which is all that `isolated` says was there, keeps nobody from what was read so. Where nothing goes through the
 * handle, the client finds the transaction by itself (a store that follows the call).
 */
function goAround(effects: Effect[], first: number, link: Link, isolated: boolean): void {
  const opened = siteKey(siteOf(link.node));
  const own = effects.slice(first).find(({ handle }) => handle && siteKey(handle) === opened);
  if (!own) return;
  const reads = new Set<string>();
  each(effects, first, (effect) => {
    const { transaction, ...rest } = effect;
    const around = transaction && siteKey(transaction.site) === opened && rest.library === own.library && !rest.handle;
    if (around && rest.kind === "read") reads.add(siteKey(rest.site));
    return around ? rest : effect;
  });
  if (reads.size === 0 || !isolated) return;
  const open = (check: Effect["checks"][number]): typeof check =>
    check.locked === true && reads.has(siteKey(check.read)) ? { ...check, locked: false } : check;
  each(effects, first, (effect) => ({ ...effect, checks: effect.checks.map(open) }));
}

/** A transaction that throws nothing when it is refused: what follows runs then, too, but for whoever asks its answer. */
function answerOf(refused: string, before: State, { node }: Link, frame: Frame, machine: Machine): Value {
  const gained = [...frame.state.guards].filter(([place]) => !before.guards.has(place));
  if (ts.isCallExpression(node)) machine.settle(frame, node, () => undefined);
  const whenFalse = gained.map(([, guard]): Fact => ({ kind: "guard", guard }));
  return object(new Map([[refused, { ...unknown(), truth: { whenTrue: [], whenFalse } }]]));
}

interface Prepared {
  readonly state: State;
  readonly context: Context;
  readonly shortfall?: Effect["shortfalls"][number];
}

function prepare(model: WrapperItem, called: Called, link: Link, frame: Frame, machine: Machine): Prepared {
  const { state, context } = frame;
  switch (model.kind) {
    case "transaction": {
      const isolation = textOf(at(model.isolation, called)) ?? isolationMember(at(model.isolation, called));
      const transaction: Transaction = {
        site: siteOf(link.node),
        library: called.receiver.library.model.library,
        ...(isolation ? { isolation } : {}),
      };
      const serializable = isolation !== undefined && /serializable/i.test(isolation);
      const site = siteOf(link.node);
      const reruns = model.reruns === undefined ? {} : { reruns: { site, body: site, what: model.reruns } };
      return {
        state: { ...state, transaction, locks: state.locks + (serializable ? 1 : 0) },
        context: { ...context, ...reruns },
      };
    }
    case "retry":
      return { state, context: { ...context, retry: retryOf(model, link) } };
    case "lock":
      return { state: { ...state, locks: state.locks + 1 }, context };
    case "guard":
    case "step":
      return guarding(model, called, link, frame);
    case "invoke":
      return { state, context: repeated(context, machine.clients.retryOf(called.receiver)) };
    case "detached":
      return { state, context };
    case "after-commit": {
      const { transaction: _committed, ...rest } = state;
      const { reruns: _over, ...after } = context;
      return { state: { ...rest, locks: 0, rowLocks: [] }, context: after };
    }
  }
}

function guarding(model: WrapperItem, called: Called, link: Link, frame: Frame): Prepared {
  const { state, context } = frame;
  const key = at(model.key, called);
  const kind = model.guard ?? (model.kind === "step" ? "durable-step" : "wrapper");
  const site = siteOf(link.node);
  if (key && model.kind === "guard") {
    const made = provenanceOf(key);
    if (!isStable(made)) {
      return {
        state,
        context,
        shortfall: {
          kind,
          site,
          why: `its key is new on each attempt: ${madeOf(made, "attempt")?.what ?? "made anew"}`,
        },
      };
    }
  }
  const window = windowOf(model, called);
  const guard: Guard = { kind, site, what: model.what, ...(window === undefined ? {} : { window }) };
  const shortfall = shortfallOf(guard, model.inert, called);
  if (shortfall) return { state, context, shortfall };
  return { state: { ...state, guards: new Map(state.guards).set(siteKey(site), guard) }, context };
}

/** For how long a guard knows what was done; nothing where its options cannot be seen. */
function windowOf({ keeps }: WrapperItem, called: Called): number | undefined {
  const holder = keeps && at({ argument: keeps.options.argument ?? 0 }, called);
  if (!keeps || holder?.kind !== "object") return undefined;
  const options = at(keeps.options, called);
  if (options && options.kind !== "object" && options.kind !== "library") return undefined;
  const seconds = options && inside(options, keeps.property);
  if (!seconds) return keeps.otherwise;
  return seconds.kind === "literal" && typeof seconds.value === "number" ? seconds.value : undefined;
}

function restore(model: WrapperItem, before: State, after: State): State {
  const outside = { ...after, locks: before.locks, rowLocks: before.rowLocks };
  if (model.kind === "transaction") {
    const { transaction: _inner, ...rest } = outside;
    return before.transaction ? { ...rest, transaction: before.transaction } : rest;
  }
  if (model.kind === "guard" || model.kind === "step") return { ...before, alive: after.alive };
  if (model.kind === "detached" || model.kind === "after-commit") return before;
  return outside;
}

function batch(model: WrapperItem, link: Link, items: readonly Value[], base: LibraryValue, frame: Frame): Value {
  const site = siteOf(link.node);
  const transaction: Transaction = { site, library: base.library.model.library };
  const inside = (effect: Effect): boolean =>
    effect.sink.file === site.file && effect.sink.start >= site.start && effect.sink.end <= site.end;
  const { effects } = frame.output;
  effects.forEach((effect, index) => {
    if (inside(effect)) effects[index] = { ...effect, transaction };
  });
  return {
    kind: "array",
    items: items.map((item) => (item.kind === "library" ? (item.answer ?? item) : item)),
    provenance: nothing,
  };
}

/** What a call that stops a second attempt guards from here on. */
function hold(model: WrapperItem, called: Called, link: Link, base: LibraryValue, frame: Frame): Value {
  frame.state = guarding(model, called, link, frame).state;
  return base;
}

/** A lock that is taken by a call of its own holds from here on. */
function take(base: LibraryValue, frame: Frame): Value {
  frame.state = { ...frame.state, locks: frame.state.locks + 1 };
  return base;
}

function handleArguments(model: WrapperItem, base: LibraryValue, link: Link): readonly Value[] {
  const args: (Value | undefined)[] = [];
  if (model.handle !== undefined) {
    const { emitted: _e, answer: _a, ...rest } = base;
    const handle = model.kind === "transaction" ? { handle: siteOf(link.node) } : {};
    const links = rest.library.model.holds?.path === model.handle ? rest.links : [];
    args[model.handleIndex ?? 0] = { ...rest, ...handle, path: model.handle, links };
  }
  for (const parameter of model.parameters ?? []) {
    args[parameter.index] = unknown(
      from(
        parameter.kind,
        `the ${parameter.kind === "attempt" ? "attempt number" : "argument"} that ${base.library.model.library} passes`,
        siteOf(link.node),
      ),
    );
  }
  return Array.from(args, (value) => value ?? unknown());
}

function retryOf(model: WrapperItem, link: Link): Retry {
  const site = siteOf(link.node);
  return { site, body: site, what: model.what };
}

function each(effects: Effect[], first: number, change: (effect: Effect) => Effect): void {
  effects.splice(first, effects.length, ...effects.slice(first).map(change));
}

function isolationMember(value: Value | undefined): string | undefined {
  return value?.kind === "library" ? value.path : undefined;
}

function isFunction(value: Value): boolean {
  return value.kind === "function" || (value.kind === "unknown" && value.wraps !== undefined);
}
