import { ts } from "ts-morph";
import type { EmitterModel } from "../../models/model.js";
import { compilePattern, matches, memberPath, type CompiledLibrary } from "../../models/patterns.js";
import { closure } from "../functions/functions.js";
import type { Frame, Machine } from "../walk/machine.js";
import { at, targetName, type Called } from "./places.js";
import { joinValues, type LibraryValue, type Link, type Value } from "../values/value.js";
import { topFrame } from "../world/world.js";

/** Handlers that wait within the process for what is emitted elsewhere in it. */
export interface Listeners {
  /** The handlers of an event; the file that emits it is remembered. */
  of(model: EmitterModel, event: string, emitting: string): readonly Value[];
  /** Files whose walks depend on who listens, when this file listens or did. */
  heardIn(file: string): readonly string[];
  /** Drops what was found in these files. */
  forget(files: ReadonlySet<string>): void;
}

interface Listener {
  readonly model: EmitterModel;
  readonly event: string;
  readonly handler: Value;
}

/** An index of the listeners of a project, file by file. */
export function createListeners(machine: () => Machine): Listeners {
  const found = new Map<string, readonly Listener[]>();
  const emitting = new Set<string>();
  return {
    of(model, event, file) {
      emitting.add(file);
      const handlers: Value[] = [];
      for (const source of machine().world.project.sources()) {
        const known = found.get(source.fileName);
        // Empty while it is looked at: a listener may emit what others in its file wait for.
        if (!known) found.set(source.fileName, []);
        const listeners = known ?? listenersIn(source, machine());
        if (!known) found.set(source.fileName, listeners);
        for (const item of listeners) if (item.model === model && item.event === event) handlers.push(item.handler);
      }
      return handlers;
    },
    heardIn(file) {
      const source = machine().world.project.source(file);
      const listens = (found.get(file)?.length ?? 0) > 0 || (source !== undefined && LISTENS.test(source.text));
      return listens ? [...emitting] : [];
    },
    forget(files) {
      for (const file of files) found.delete(file);
    },
  };
}

/** What emitting does: the handlers that the project has for the event run, as far as they can be found. */
export function emitWithin(
  callee: LibraryValue,
  link: Link,
  links: readonly Link[],
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const model = callee.library.model.emitters?.find(({ emit }) => isAt(emit, callee.path));
  if (!model) return undefined;
  const called: Called = { receiver: callee, link, links, path: callee.path, args: link.args };
  const values = at(model.event, called);
  const events = values?.kind === "array" ? values.items : values ? [values] : [];
  const answers: Value[] = [];
  for (const event of events) {
    const key = eventKey(event);
    if (key === undefined) continue;
    const args = model.passed === 0 ? [event] : link.args.slice(model.passed);
    for (const handler of machine.listeners.of(model, key, frame.env.file))
      answers.push(machine.apply(handler, args, link.node, frame));
  }
  return answers.length > 0 ? joinValues(answers) : undefined;
}

const LISTENS = /\.(?:on|once|addListener|prependListener)\(|@(?:OnEvent|CommandHandler|QueryHandler|EventsHandler)\(/;

function listenersIn(source: ts.SourceFile, machine: Machine): readonly Listener[] {
  if (!LISTENS.test(source.text)) return [];
  const listeners: Listener[] = [];
  const visit = (node: ts.Node, owner: ts.ClassDeclaration | undefined): void => {
    if (ts.isClassDeclaration(node)) listeners.push(...decorated(node, source, machine));
    if (ts.isCallExpression(node)) listeners.push(...registered(node, owner, source, machine));
    ts.forEachChild(node, (child) => visit(child, ts.isClassDeclaration(node) ? node : owner));
  };
  visit(source, undefined);
  return listeners;
}

/** `emitter.on("placed", handler)`, at the top of a file, in a function or in a class. */
function registered(
  node: ts.CallExpression,
  owner: ts.ClassDeclaration | undefined,
  source: ts.SourceFile,
  machine: Machine,
): readonly Listener[] {
  const callee = node.expression;
  const [event, handler] = node.arguments;
  if (!ts.isPropertyAccessExpression(callee) || !event || !handler) return [];
  const models = emitters(machine).filter(({ model }) => lastNames(model.on ?? []).includes(callee.name.text));
  if (models.length === 0) return [];
  const frame = frameOf(source, owner, node, machine);
  const receiver = receiverOf(callee.expression, frame, machine);
  const found = models.find(
    ({ library, model }) =>
      receiver?.kind === "library" &&
      receiver.library === library &&
      isAt(model.on ?? [], memberPath(library, receiver.path, callee.name.text)),
  );
  const key = found && eventKey(machine.evaluate(event, frame));
  if (!found || key === undefined) return [];
  const isWritten = ts.isArrowFunction(handler) || ts.isFunctionExpression(handler);
  const value = isWritten ? closure(handler, frame.env, frame.self) : machine.evaluate(handler, frame);
  return [{ model: found.model, event: key, handler: value }];
}

/** `@OnEvent("placed")` on a method, `@CommandHandler(PlaceOrder)` on a class. */
function decorated(node: ts.ClassDeclaration, source: ts.SourceFile, machine: Machine): readonly Listener[] {
  const listeners: Listener[] = [];
  const hear = (holder: ts.ClassDeclaration | ts.MethodDeclaration, method: string | undefined): void => {
    for (const decorator of ts.getDecorators(holder) ?? []) {
      const call = decorator.expression;
      if (!ts.isCallExpression(call)) continue;
      const from = machine.decorator(call.expression.getText(), source);
      const model = from?.library.model.emitters?.find((item) => item.decorator === from.name);
      if (!model) continue;
      const frame = frameOf(source, node, call, machine);
      const name = method ?? model.method;
      if (name === undefined || !frame.self) continue;
      const handler = machine.member(frame.self, name, call, frame);
      for (const argument of call.arguments) {
        const key = eventKey(machine.evaluate(argument, frame));
        if (key !== undefined) listeners.push({ model, event: key, handler });
      }
    }
  };
  hear(node, undefined);
  for (const member of node.members) if (ts.isMethodDeclaration(member)) hear(member, member.name.getText());
  return listeners;
}

/** A value of the expression before `.on`; a parameter is what its declared type promises. */
function receiverOf(node: ts.Expression, frame: Frame, machine: Machine): Value | undefined {
  const value = machine.evaluate(node, frame);
  if (value.kind === "library") return value;
  if (value.kind === "instance") {
    const inner = machine.member(value, "on", node, frame);
    return inner.kind === "library" ? { ...inner, path: inner.path.replace(/[^#]*$/, "") } : undefined;
  }
  if (!ts.isIdentifier(node)) return undefined;
  for (let around: ts.Node = node; !ts.isSourceFile(around); around = around.parent) {
    if (!ts.isFunctionLike(around)) continue;
    const type = around.parameters.find(({ name }) => name.getText() === node.text)?.type;
    if (type) return machine.typed({ node: type, file: frame.env.file });
  }
  return undefined;
}

function frameOf(
  source: ts.SourceFile,
  owner: ts.ClassDeclaration | undefined,
  node: ts.Node,
  machine: Machine,
): Frame {
  const env = machine.world.moduleEnv(source.fileName);
  const frame = topFrame(env, node);
  if (!owner) return frame;
  const of: Value = { kind: "class", node: owner, env, provenance: { sources: [], through: [] } };
  return { ...frame, self: machine.construct(of, [], node, frame) };
}

/** An event's name, or the class that stands for it. */
function eventKey(value: Value): string | undefined {
  const of = value.kind === "instance" ? value.of : value;
  if (of.kind === "class") return `${of.env.file}:${of.node.pos}`;
  return of.kind === "literal" || of.kind === "unknown" ? targetName(of) : undefined;
}

function emitters(machine: Machine): readonly { readonly library: CompiledLibrary; readonly model: EmitterModel }[] {
  return machine.world.libraries.libraries.flatMap((library) =>
    (library.model.emitters ?? []).map((model) => ({ library, model })),
  );
}

function isAt(patterns: string | readonly string[], path: string): boolean {
  return [patterns].flat().some((pattern) => matches(compilePattern(pattern), path));
}

function lastNames(patterns: string | readonly string[]): readonly string[] {
  return [patterns].flat().map((pattern) => pattern.replace(/^.*[#.]/, ""));
}
