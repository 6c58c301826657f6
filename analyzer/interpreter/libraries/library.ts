import { ts } from "ts-morph";
import {
  callPath,
  compilePattern,
  decidingCalls,
  instancePath,
  lastName,
  makersAt,
  matches,
  memberPath,
  sourcesAt,
  wrappersAt,
  type CallItem,
} from "../../models/patterns.js";
import { from, join, nothing, withNull } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import { mayRun } from "../expressions/calls.js";
import { find } from "../walk/env.js";
import { withContext } from "../walk/frames.js";
import { choose } from "./choices.js";
import { repeated } from "./clients.js";
import { resolved } from "./containers.js";
import { emit } from "../effects/effects.js";
import { blend } from "../expressions/assignments.js";
import type { Frame, Machine } from "../walk/machine.js";
import { make } from "./makers.js";
import { emitWithin } from "./listeners.js";
import { mount } from "./mounts.js";
import { at, holds, type Called } from "./places.js";
import { register } from "./registering.js";
import { speak } from "./spoken.js";
import { makeText } from "./texts.js";
import { noteReturned } from "../walk/uses.js";
import {
  optionsOf,
  provenanceOf,
  settled,
  unknown,
  type LibraryValue,
  type Link,
  type Value,
} from "../values/value.js";
import { requestOf } from "../values/requests.js";
import { callWrapper } from "./wrappers.js";

/** A call on a library's value: what its model says of it, or a longer chain. */
export function callLibrary(callee: LibraryValue, call: Link, frame: Frame, machine: Machine): Value {
  const { library, path } = callee;
  machine.world.onCall?.(library, path, call.node);
  if (library.model.answers?.some((value) => path.startsWith(value)))
    for (const arg of call.args) noteReturned(arg, frame.output.uses);
  const isNew = call.name === "new" && ts.isNewExpression(call.node);
  const link: Link = { ...call, name: isNew ? "new" : lastName(path) };
  const signature = library.model.signatures?.find(({ match }) => fits(match, path));
  if (signature && !signature.middleware) {
    const { event = false, sender = library.model.library, header = false } = signature;
    const within = frame.context.active;
    frame.output.signs.push({ kind: "webhook", what: sender, node: link.node, event, header, within });
  }
  const asked = library.model.containers && resolved(callee, link, frame, machine);
  if (asked) return asked;
  const [input, init] = link.args;
  if (isNew && input && library.model.requests?.includes(path)) return requestOf(input, init);
  const source = sourceValue(callee, link, isNew);
  if (source) {
    const model = sourcesAt(library, path)[0];
    if (model?.fills && ts.isCallExpression(link.node) && link.node.arguments[0])
      blend(link.node.arguments[0], source, frame, machine);
    return source;
  }
  const links = [...callee.links, link];
  const grown = isNew ? instancePath(library, path) : callPath(library, path);
  const base: LibraryValue = {
    kind: "library",
    library,
    path: grown,
    links,
    generics: generics(callee, link, machine, frame),
    provenance: nothing,
    ...(callee.owner ? { owner: callee.owner } : {}),
    ...(callee.subject ? { subject: callee.subject } : {}),
    ...(callee.handle ? { handle: callee.handle } : {}),
    ...(callee.weak ? { weak: callee.weak } : {}),
  };
  const spoken = library.model.spoken && speak(callee, base, link, frame, machine);
  if (spoken) return spoken;
  const choice = library.model.choices?.find(({ on }) => on === callee.path.slice(0, -link.name.length - 1));
  const chosen = choice && choose(choice, base, link, frame, machine);
  if (chosen) return chosen;
  const text = library.model.texts && makeText(callee, called(base, link, links, path), frame, machine);
  if (text) return text;
  const wrapper = wrappersAt(library, path).find((model) =>
    (model.when ?? []).every((condition) => holds(condition, called(base, link, links, path))),
  );
  if (wrapper) {
    const value = callWrapper(wrapper, base, link, links, path, frame, machine);
    if (value && !wrapper.besides) return value;
  }
  const maker = makersAt(library, path)[0];
  if (maker) return make(maker, called(base, link, links, path), frame, machine);
  if (bracket(base, link, path, frame)) {
    const callbacks = link.args.filter((arg) => arg.kind === "function");
    mayRun(callbacks, [], link.node, frame, machine);
    return base;
  }
  if (hook(callee, called(base, link, links, path), machine)) return base;
  if (mount(callee, link, links, frame, machine)) return base;
  if (library.model.emitters) {
    const answer = emitWithin(callee, link, links, frame, machine);
    if (answer) return answer;
  }
  if (register(callee, link, links, path, frame, machine)) return base;
  const isChange = library.model.changes !== undefined && fits(library.model.changes, path);
  const decided = decide(callee, base, links, path, library);
  if (decided) {
    const value = emit(decided.model, decided.called, base, frame, machine, callee.emitted);
    if (isChange) keep(value, callee, link, frame, machine);
    // `orders.find().forEach((order) => …)`: what goes on with an answer runs what it is given.
    const given = decided.called.link === link ? [] : link.args.filter((arg) => arg.kind === "function");
    mayRun(given, [settled(value)], link.node, frame, machine);
    return value;
  }
  const fns = link.args.filter((arg) => arg.kind === "function");
  if (fns.length > 0 && !library.model.entries) {
    const scope = withContext(frame, repeated(frame.context, machine.clients.retryOf(base)));
    mayRun(fns, [unknown(join(link.args.map((arg) => provenanceOf(arg))))], link.node, scope, machine);
  }
  if (isChange) keep(base, callee, link, frame, machine);
  return base;
}

/** Notes a function that a call has see every request of a client. */
function hook(client: LibraryValue, site: Called, machine: Machine): boolean {
  const model = client.library.model.requestHooks?.find(
    ({ match }) => match !== undefined && matches(compilePattern(match), site.path),
  );
  if (!model) return false;
  for (const fn of optionsOf(at(model.place, site) ?? unknown()))
    if (fn.kind === "function") machine.clients.hook(client, fn);
  return true;
}

/** `query.where(…).andWhere(…)`: whoever holds what the calls were made on holds what it has become. */
function keep(value: Value, { library, path }: LibraryValue, { node }: Link, frame: Frame, machine: Machine): void {
  const { changes = [] } = library.model;
  let holder: ts.Node = node;
  for (let called = path; ts.isCallExpression(holder); called = called.slice(0, called.lastIndexOf("()"))) {
    if (!ts.isPropertyAccessExpression(holder.expression) || !fits(changes, called)) return;
    holder = holder.expression.expression;
  }
  // What is one of two, as a condition left it, stays so: with every further condition it would be twice as many.
  if (ts.isIdentifier(holder) && find(frame.env, holder.text)?.value.kind === "library")
    machine.store(holder, value, frame);
}

function fits(match: string | readonly string[], path: string): boolean {
  return [match].flat().some((pattern) => matches(compilePattern(pattern), path));
}

/** A transaction that is opened and closed by calls of its own. */
function bracket(base: LibraryValue, link: Link, path: string, frame: Frame): boolean {
  const found = base.library.model.brackets?.find(({ begin, commit, rollback }) =>
    [begin, commit, rollback].includes(path),
  );
  if (!found) return false;
  if (path === found.begin) {
    frame.state = { ...frame.state, transaction: { site: siteOf(link.node), library: base.library.model.library } };
  } else {
    const { transaction: _closed, ...rest } = frame.state;
    frame.state = { ...rest, locks: 0, rowLocks: [] };
  }
  return true;
}

/** Whether a library knows calls of this name on a value. */
export function isModelledMember(value: LibraryValue, name: string): boolean {
  const path = memberPath(value.library, value.path, name);
  return (
    decidingCalls(value.library, path).some((match) => match.depth === 0) ||
    wrappersAt(value.library, path).length > 0 ||
    // What it yields has a name of its own.
    callPath(value.library, path) !== `${path}()`
  );
}

/** The call in a chain that decides what happens, and the call model for it. */
function decide(
  callee: LibraryValue,
  base: LibraryValue,
  links: readonly Link[],
  path: string,
  library: LibraryValue["library"],
): { model: CallItem; called: Called } | undefined {
  for (const { model, depth } of decidingCalls(library, path)) {
    const link = links[links.length - 1 - depth];
    if (!link) continue;
    const site = called(base, link, links, prefixAt(path, depth), model);
    if (model.command !== undefined && !sends(model.command, link)) continue;
    if (model.onlyWith && !links.some((item) => model.onlyWith?.includes(item.name))) continue;
    if ((model.when ?? []).every((condition) => holds(condition, site))) return { model, called: site };
  }
  return undefined;
}

function called(receiver: LibraryValue, link: Link, links: readonly Link[], path: string, model?: CallItem): Called {
  const [first] = link.args;
  const args = model?.command !== undefined && first?.kind === "library" ? (first.links.at(-1)?.args ?? []) : link.args;
  return { receiver, link, links, path, args };
}

function sends(command: string | readonly string[], link: Link): boolean {
  const [first] = link.args;
  if (first?.kind !== "library") return false;
  const name = lastName(first.path.replace(/#$/, ""));
  return typeof command === "string" ? command === name : command.includes(name);
}

/** The callee of an earlier call in a chain of calls. */
function prefixAt(path: string, depth: number): string {
  let current = path;
  for (let i = 0; i < depth; i++) current = current.slice(0, current.lastIndexOf("()"));
  return current;
}

function sourceValue(callee: LibraryValue, link: Link, isNew: boolean): Value | undefined {
  for (const model of sourcesAt(callee.library, callee.path)) {
    if (model.on !== (isNew ? "new" : "call")) continue;
    const { links, path } = callee;
    const site: Called = { receiver: callee, link, links: [...links, link], path, args: link.args };
    if (!(model.when ?? []).every((condition) => holds(condition, site))) continue;
    if (model.unlessArguments && link.args.length > 0)
      return unknown(withNull(join(link.args.map((arg) => provenanceOf(arg))), false));
    const what = link.node.getText().replace(/\s+/g, " ").slice(0, 60);
    return unknown(from(model.kind, what, siteOf(link.node)));
  }
  return undefined;
}

function generics(callee: LibraryValue, link: Link, machine: Machine, frame: Frame): readonly Value[] {
  const types = ts.isCallExpression(link.node) || ts.isNewExpression(link.node) ? link.node.typeArguments : undefined;
  if (!types) return callee.generics;
  return types
    .map((node) => machine.typed({ node, file: frame.env.file }) ?? unknown())
    .map((value) => (value.kind === "instance" ? value.of : value));
}
