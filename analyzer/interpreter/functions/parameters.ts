import { ts } from "ts-morph";
import { via } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import { declare } from "../walk/env.js";
import { nameText } from "../expressions/assignments.js";
import type { Frame, Machine } from "../walk/machine.js";
import { array, isNullish, joinValues, literal, object, unknown, withProvenance, type Value } from "../values/value.js";

/** The parameters that arguments are for: a declared `this` is none of them. */
export function parametersOf(node: ts.SignatureDeclaration): readonly ts.ParameterDeclaration[] {
  const [first] = node.parameters;
  return first && ts.isIdentifier(first.name) && first.name.text === "this"
    ? node.parameters.slice(1)
    : node.parameters;
}

/** Gives the parameters their values: arguments, defaults, and what their declared types promise. */
export function bindParameters(
  node: ts.FunctionLikeDeclaration,
  args: readonly Value[],
  frame: Frame,
  machine: Machine,
): void {
  const parameters = parametersOf(node);
  const values = parameters.map((parameter, index) => {
    if (parameter.dotDotDotToken) return array(args.slice(index));
    const passed = args[index] ?? literal(undefined);
    return parameterValue(parameter, passed, frame, machine);
  });
  parameters.forEach((parameter, index) => {
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
