import { ts } from "ts-morph";
import { nothing } from "../../provenance.js";
import { inner, find } from "../walk/env.js";
import { capturedValues, capturesOf } from "./captures.js";
import { decorationsOf, type Decoration } from "./decorations.js";
import type { Frame, Machine } from "../walk/machine.js";
import { bindParameters, parametersOf } from "./parameters.js";
import { joinedReturns } from "./returns.js";
import { start } from "../walk/state.js";
import { executeBlock } from "../walk/blocks.js";
import { literal, object, optionsOf, unknown, type FunctionValue, type Value } from "../values/value.js";
import { topFrame } from "../world/world.js";

/**
 * A method as the project's own decorators leave it: what they put in its place (`descriptor.value = …`, or the function that they
 * return) is called instead, and calls it. A decorator whose function does not lead back to the method changes nothing here.
 */
export function rewritten(method: FunctionValue, machine: Machine): Value {
  const { node } = method;
  if (!ts.isMethodDeclaration(node) || !ts.canHaveDecorators(node) || !ts.getDecorators(node)) return method;
  const owner = method.self?.kind === "instance" ? method.self : undefined;
  const kept = owner && known.get(owner)?.get(node);
  if (kept) return kept;
  const value = [...decorationsOf(node, machine)].reverse().reduce<Value>((current, decoration) => {
    const next = replacement(current, decoration, node, machine);
    return next && leadsTo(next, node) ? placed(withoutIt(next, node), method) : current;
  }, method);
  if (owner) known.set(owner, new Map(known.get(owner)).set(node, value));
  return value;
}

/** What a decorator of the project puts in the place of a method; nothing for one of a library. */
function replacement(
  current: Value,
  decoration: Decoration,
  node: ts.MethodDeclaration,
  machine: Machine,
): Value | undefined {
  const { name, source } = decoration;
  const [root = name] = name.split(".");
  const maker = machine.world.moduleEnv(source.fileName).module?.(root);
  if (!maker || !OWN.has(maker.kind)) return undefined;
  const decorator = decoration.value();
  return decorator.kind === "function" ? applied(decorator, current, node, machine) : undefined;
}

const OWN: ReadonlySet<Value["kind"]> = new Set(["function", "class", "object", "module", "instance"]);

/** Runs a decorator on a method: the older kind is given a descriptor to change, the newer one the method itself. */
function applied(
  decorator: FunctionValue,
  current: Value,
  node: ts.MethodDeclaration,
  machine: Machine,
): Value | undefined {
  const parameters = parametersOf(decorator.node);
  const takesDescriptor = parameters.length > 2 || parameters[0]?.dotDotDotToken !== undefined;
  const top = topFrame(inner(decorator.env), decorator.node);
  // Decorators run while the class is loaded: what they hand the method to (`copyMetadata(method, wrapper)`) calls nothing yet.
  const frame: Frame = { ...top, context: { ...top.context, loading: "values" } };
  const name = literal(node.name.getText());
  const args = takesDescriptor
    ? [unknown(), name, object(new Map([["value", current]]))]
    : [current, object(new Map([["name", name]]), unknown())];
  bindParameters(decorator.node, args, frame, machine);
  const body = "body" in decorator.node ? decorator.node.body : undefined;
  if (!body) return undefined;
  if (!ts.isBlock(body)) return unwrapped(machine.evaluate(body, frame));
  executeBlock(body.statements, frame, machine);
  const returned = frame.returns.length > 0 ? unwrapped(joinedReturns(frame, start)) : undefined;
  if (returned && leadsTo(returned, node)) return returned;
  const descriptor = parameters[2]?.name;
  return descriptor && ts.isIdentifier(descriptor) ? unwrapped(find(frame.env, descriptor.text)?.value) : undefined;
}

/** The function in a descriptor, or what was returned itself. */
function unwrapped(value: Value | undefined): Value | undefined {
  const found = value && optionsOf(value).find(({ kind }) => kind !== "literal");
  return found?.kind === "object" ? found.properties.get("value") : found;
}

/** A decorator that leaves the method alone on one way (tracing that is off) still wraps it on the other, and the wrapper calls it. */
function withoutIt(value: Value, node: ts.Node): Value {
  const others = optionsOf(value).filter((option) => !(option.kind === "function" && option.node === node));
  const wrapper = others.find((option) => leadsTo(option, node));
  return value.kind === "union" && wrapper ? wrapper : value;
}

/** What stands in a method's place is called on the method's object, and is known by its name. */
function placed(value: Value, method: FunctionValue): Value {
  if (value.kind !== "function" || value.node === method.node) return value;
  return { ...value, provenance: nothing, inPlaceOf: method, ...(method.self ? { self: method.self } : {}) };
}

/** Whether calling a value can run a method: it is the method, or holds it. */
function leadsTo(value: Value, node: ts.Node, depth = 4): boolean {
  if (depth === 0) return false;
  const again = (inside: Value): boolean => leadsTo(inside, node, depth - 1);
  switch (value.kind) {
    case "function":
      return value.node === node || capturedValues(capturesOf(value.node).names, value.env).some(again);
    case "unknown":
      return value.wraps?.some(again) === true;
    case "object":
      return [...value.properties.values()].some(again);
    case "union":
      return value.options.some(again);
    default:
      return false;
  }
}

const known = new WeakMap<object, ReadonlyMap<ts.Node, Value>>();
