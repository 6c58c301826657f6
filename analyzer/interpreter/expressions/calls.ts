import { ts } from "ts-morph";
import { join, withNull } from "../../provenance.js";
import { builtinCall } from "./builtins.js";
import { CONFLICT } from "../walk/conditions.js";
import type { Outcome } from "../walk/flow.js";
import type { Frame, Machine } from "../walk/machine.js";
import { baseOf, libraryBase } from "./classes.js";
import { initialise, isFilled } from "./construct.js";
import { memberOfRecord } from "./members.js";
import { writesLine } from "../values/loggers.js";
import { recordOf } from "../values/records.js";
import { requireOf } from "../world/modules.js";
import { asOneOf } from "./one-of.js";
import { isCallable, opaqueCall } from "./opaque-calls.js";
import { pipeCall } from "../libraries/piped.js";
import { withValues } from "../libraries/makers.js";
import { setOnThis } from "../libraries/schema-methods.js";
import { runOverridden } from "../functions/subclasses.js";
import { whichever } from "./whichever.js";
import {
  isNullish,
  joinValues,
  object,
  optionsOf,
  provenanceOf,
  textFrom,
  piecesOf,
  settled,
  unknown,
  type ClassValue,
  type FunctionValue,
  type UnknownValue,
  type Value,
} from "../values/value.js";

/** A call: of a function of the project, of a modelled library, of a built-in, or of something opaque. */
export function evaluateCall(node: ts.CallExpression, frame: Frame, machine: Machine): Value {
  const specifier = requireOf(node);
  if (specifier !== undefined) return machine.world.imported(specifier, "*", frame.env.file, node);
  const callee = skip(node.expression);
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return superCall(node, frame, machine);
  if (ts.isPropertyAccessExpression(callee)) return methodCall(node, callee, frame, machine);
  const value = machine.evaluate(callee, frame);
  const args = argumentsOf(node.arguments, frame, machine);
  const builtin =
    value.kind === "unknown" && !value.wraps
      ? builtinCall(node, callee.getText(), undefined, args, frame, machine)
      : undefined;
  return builtin ?? applyTo(value, args, node, frame, machine, callee.getText());
}

/** `new X(…)`. */
export function evaluateNew(node: ts.NewExpression, frame: Frame, machine: Machine): Value {
  const value = machine.evaluate(node.expression, frame);
  const args = argumentsOf(node.arguments ?? [], frame, machine);
  return construct(value, args, node, frame, machine);
}

function construct(
  value: Value,
  args: readonly Value[],
  node: ts.NewExpression,
  frame: Frame,
  machine: Machine,
): Value {
  const makers = optionsOf(value).filter(({ kind }) => kind === "class" || kind === "library");
  if (value.kind === "union" && makers.length > 0)
    return joinValues(makers.map((maker) => construct(maker, args, node, frame, machine)));
  if (value.kind === "class") {
    const library = libraryBase(value, frame, machine);
    if (library && !hasMethods(value.node) && !isFilled(library)) return library;
    const instance = machine.construct(value, args, node, frame);
    runOverridden(instance, node, frame, machine);
    return instance;
  }
  if (value.kind === "library") {
    return machine.library(value, { name: "new", args, node }, frame);
  }
  const builtin = builtinCall(node, node.expression.getText(), undefined, args, frame, machine);
  if (builtin) return builtin;
  return unknown(withNull(join(args.map((arg) => provenanceOf(arg))), false));
}

/** A tagged template: a call with the template as its first argument. */
export function evaluateTagged(node: ts.TaggedTemplateExpression, frame: Frame, machine: Machine): Value {
  const tag = machine.evaluate(node.tag, frame);
  const template = node.template;
  const text = ts.isNoSubstitutionTemplateLiteral(template)
    ? textFrom([template.text])
    : textFrom([
        template.head.text,
        ...template.templateSpans.flatMap((span): (string | Value)[] => [
          hole(machine.evaluate(span.expression, frame)),
          span.literal.text,
        ]),
      ]);
  if (tag.kind === "library") return machine.library(tag, { name: "", args: [text], node }, frame);
  if (tag.kind === "function" || tag.kind === "union")
    return applyTo(tag, [text], node, frame, machine, node.tag.getText());
  return text;
}

/** Calls a value that is not a library's. */
export function applyTo(
  callee: Value,
  args: readonly Value[],
  node: ts.Node,
  frame: Frame,
  machine: Machine,
  name = "",
): Value {
  switch (callee.kind) {
    case "function":
      return machine.invoke(callee, args, node, frame);
    case "library":
      return machine.library(callee, { name: "", args, node: node as ts.CallExpression }, frame);
    case "union": {
      const values: Value[] = [];
      const known = callee.options.filter((option) => !isNullish(option));
      const outcomes = known.map((option) =>
        machine.branch(frame, frame.state, () => {
          values.push(applyTo(option, args, node, asOneOf(known, option, frame), machine, name));
        }),
      );
      mergeAlike(frame, outcomes, machine);
      return whichever(values, node, frame);
    }
    case "unknown":
      if (callee.continues) return goOn(callee, frame);
      // A factory of wrappers (`createHandler(options)(handler)`): the function that it is given now is the one that runs.
      if (callee.wraps && (callee.through || !args.some(isCallable)))
        return callWrapped(callee, args, node, frame, machine);
      return opaqueCall(callee, args, node, frame, machine, name);
    default:
      return opaqueCall(callee, args, node, frame, machine, name);
  }
}

/** Evaluates arguments; spread lists are taken apart. */
function argumentsOf(nodes: readonly ts.Expression[], frame: Frame, machine: Machine): readonly Value[] {
  return nodes.flatMap((node) => {
    const value = machine.evaluate(node, frame);
    if (!ts.isSpreadElement(node)) return [value];
    // `app.post(path, ...factory.createHandlers(check, handle))`: what was given to it is handed on.
    return value.kind === "array" ? value.items : value.kind === "unknown" && value.wraps ? value.wraps : [value];
  });
}

/** Runs functions that something unknown was given: they may run, once, and what they return may come back. */
export function mayRun(
  fns: readonly Value[],
  args: readonly Value[],
  node: ts.Node,
  frame: Frame,
  machine: Machine,
): readonly Value[] {
  const values: Value[] = [];
  for (const fn of fns) {
    const outcome = machine.branch(frame, frame.state, () => void values.push(machine.apply(fn, args, node, frame)));
    // Assume that it ran: a helper that is given a function calls it, or nobody would have given it one.
    machine.merge(frame, [outcome.state.alive ? outcome : { state: frame.state, changes: outcome.changes }]);
  }
  return values;
}

function methodCall(
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  frame: Frame,
  machine: Machine,
): Value {
  const receiver = machine.evaluate(callee.expression, frame);
  const name = callee.name.text;
  if (writesLine(node, name, receiver)) {
    argumentsOf(node.arguments, frame, machine);
    return unknown();
  }
  if (receiver.kind === "function" && BINDERS.has(name)) return bound(receiver, name, node, frame, machine);
  if (
    receiver.kind === "union" &&
    receiver.options.some((option) => option.kind === "library" || option.kind === "instance")
  ) {
    return onEach(receiver, node, callee, frame, machine);
  }
  return callMethod(receiver, name, node, callee, frame, machine);
}

function callMethod(
  receiver: Value,
  name: string,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  frame: Frame,
  machine: Machine,
): Value {
  // A client's own method, bound to the client that it was read from.
  if (receiver.kind === "library" && name === "bind" && !receiver.path.endsWith("#")) return receiver;
  const piped = name === "pipe" ? pipeCall(receiver, node, frame, machine) : undefined;
  if (piped) return piped;
  if (name === "catch" || name === "then" || name === "finally") {
    const settled = promiseMethod(receiver, name, node, frame, machine);
    if (settled) return settled;
  }
  if (receiver.kind === "error") {
    const args = argumentsOf(node.arguments, frame, machine);
    const text = args[0]?.kind === "literal" ? String(args[0].value) : "";
    if (/unique|duplicate|already exists|23505|P2002|11000/i.test(text)) return { ...unknown(), truth: CONFLICT };
    return unknown();
  }
  if (receiver.kind === "unknown" && receiver.through?.model.variants?.includes(name))
    return callWrapped(receiver, argumentsOf(node.arguments, frame, machine), node, frame, machine);
  const record = recordOf(receiver);
  if (record && machine.isModelled(record, name))
    return applyTo(
      machine.member(record, name, callee, frame),
      argumentsOf(node.arguments, frame, machine),
      node,
      frame,
      machine,
    );
  const own = record && memberOfRecord(record, receiver, name, frame, machine);
  if (own) {
    const args = argumentsOf(node.arguments, frame, machine);
    const answer = applyTo(own, args, node, frame, machine, callee.getText());
    const set = own.kind === "function" ? setOnThis(own) : undefined;
    if (set?.size) machine.store(callee.expression, withValues(receiver, object(set)), frame);
    return answer;
  }
  const member =
    receiver.kind === "instance" ||
    receiver.kind === "library" ||
    receiver.kind === "class" ||
    receiver.kind === "object" ||
    receiver.kind === "module" ||
    (receiver.kind === "unknown" && receiver.type)
      ? machine.member(receiver, name, callee, frame)
      : undefined;
  if (
    member?.kind === "library" ||
    member?.kind === "function" ||
    member?.kind === "union" ||
    (member?.kind === "unknown" && (member.wraps || member.continues))
  ) {
    const args = argumentsOf(node.arguments, frame, machine);
    return applyTo(member, args, node, frame, machine, callee.getText());
  }
  const args = argumentsOf(node.arguments, frame, machine);
  return (
    builtinCall(node, name, receiver, args, frame, machine) ??
    opaqueCall(receiver, args, node, frame, machine, callee.getText(), name)
  );
}

function onEach(
  receiver: Value & { kind: "union" },
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  frame: Frame,
  machine: Machine,
): Value {
  const values: Value[] = [];
  // What comes out of a map of clients, or is made where it holds none: what cannot be seen is one of them, too.
  const known = receiver.options.filter((option) => option.kind !== "unknown" && !isNullish(option));
  const outcomes = known.map((option) =>
    machine.branch(frame, frame.state, () => {
      values.push(callMethod(option, callee.name.text, node, callee, asOneOf(known, option, frame), machine));
    }),
  );
  mergeAlike(frame, outcomes, machine);
  return whichever(values, node, frame);
}

/** Several implementations of one thing: when each of them stops a second attempt in its own place, one was stopped whichever it is. */
function mergeAlike(frame: Frame, outcomes: readonly Outcome[], machine: Machine): void {
  const before = frame.state.guards;
  const live = outcomes.filter(({ state }) => state.alive);
  const gained = live.map(({ state }) => [...state.guards].filter(([place]) => !before.has(place)));
  machine.merge(frame, outcomes);
  if (gained.some((guards) => guards.length === 0)) return;
  frame.state = { ...frame.state, guards: new Map([...frame.state.guards, ...gained.flat()]) };
}

function bound(fn: FunctionValue, name: string, node: ts.CallExpression, frame: Frame, machine: Machine): Value {
  const [self, ...rest] = argumentsOf(node.arguments, frame, machine);
  const owner = self && !isNullish(self) ? { self } : {};
  if (name === "bind") return { ...fn, ...owner, bound: [...(fn.bound ?? []), ...rest] };
  const args = name === "apply" ? (rest[0]?.kind === "array" ? rest[0].items : []) : rest;
  return machine.invoke({ ...fn, ...owner }, args, node, frame);
}

function promiseMethod(
  receiver: Value,
  name: string,
  node: ts.CallExpression,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  if (receiver.kind === "library" && machine.isModelled(receiver, name)) return undefined;
  const [first, second] = node.arguments.map((arg) => machine.evaluate(arg, frame));
  if (name === "finally") {
    if (first) machine.apply(first, [], node, frame);
    return receiver;
  }
  const handler = name === "catch" ? first : second;
  let value = receiver;
  if (name === "then" && first) value = machine.apply(first, [settled(receiver)], node, frame);
  if (!handler || isNullish(handler)) return value;
  // The effects of the receiver were emitted already: settle their conflicts by what the handler does.
  let recovered: Value = unknown();
  machine.settle(frame, node, (error) => void (recovered = machine.apply(handler, [error], node, frame)));
  return name === "catch" ? joinKeepingResult(value, recovered) : value;
}

function joinKeepingResult(value: Value, recovered: Value): Value {
  const joined = joinValues([value, recovered]);
  return value.result && isNullish(recovered) ? { ...joined, result: value.result } : joined;
}

function superCall(node: ts.CallExpression, frame: Frame, machine: Machine): Value {
  const self = frame.self;
  if (self?.kind !== "instance") return unknown();
  // `super` means the base of the class whose constructor this is, not of the class that was instantiated.
  const owner = enclosingClass(node);
  for (let of: ClassValue | undefined = self.of, depth = 0; of && depth < 12; depth++) {
    const base: ClassValue | undefined = baseOf(of, frame, machine);
    if (of.node === owner) {
      if (base) initialise(self, base, argumentsOf(node.arguments, frame, machine), node, frame, machine);
      break;
    }
    of = base;
  }
  return unknown();
}

function enclosingClass(node: ts.Node): ts.Node | undefined {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) if (ts.isClassLike(at)) return at;
  return undefined;
}

function goOn(callee: UnknownValue, frame: Frame): Value {
  callee.continues?.states.push(frame.state);
  return unknown();
}

function callWrapped(
  callee: UnknownValue,
  args: readonly Value[],
  node: ts.Node,
  frame: Frame,
  machine: Machine,
): Value {
  if (callee.through) return machine.wrapped(callee.through, callee.wraps ?? [], args, node, frame);
  const values = mayRun(callee.wraps ?? [], args, node, frame, machine);
  return values.length > 0 ? joinValues(values) : unknown();
}

function hole(value: Value): Value {
  // A literal in a tagged template is a parameter, not text.
  return value.kind === "literal"
    ? unknown(value.provenance)
    : piecesOf(value).length > 1
      ? unknown(provenanceOf(value))
      : value;
}

function skip(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node)
    ? skip(node.expression)
    : node;
}

function hasMethods(node: ts.ClassLikeDeclaration): boolean {
  return node.members.some(
    (item) => ts.isMethodDeclaration(item) || ts.isPropertyDeclaration(item) || ts.isConstructorDeclaration(item),
  );
}

const BINDERS = new Set(["bind", "call", "apply"]);
