import { ts } from "ts-morph";
import { withNull } from "../../provenance.js";
import { nameText } from "./assignments.js";
import { closure } from "../functions/functions.js";
import type { Frame, Machine } from "../walk/machine.js";
import { array, isNullish, joinValues, literal, object, provenanceOf, unknown, type Value } from "../values/value.js";
import { isWhole } from "../values/whole.js";

/** An object as it is written: its members, and what an unknown spread or a computed name may add. */
export function objectLiteral(node: ts.ObjectLiteralExpression, frame: Frame, machine: Machine): Value {
  const properties = new Map<string, Value>();
  let rest: Value | undefined;
  for (const item of node.properties) {
    if (ts.isSpreadAssignment(item)) {
      const spread = machine.evaluate(item.expression, frame);
      rest = spreadInto(properties, spread) ?? rest;
    } else if (ts.isShorthandPropertyAssignment(item)) {
      properties.set(item.name.text, machine.evaluate(item.name, frame));
    } else if (ts.isPropertyAssignment(item)) {
      const value = machine.evaluate(item.initializer, frame);
      const name = nameText(item.name, frame, machine);
      if (name === undefined) rest = rest ? joinValues([rest, value]) : value;
      else properties.set(name, value);
    } else if (ts.isMethodDeclaration(item) || ts.isGetAccessorDeclaration(item)) {
      const name = nameText(item.name, frame, machine);
      if (name !== undefined && item.body) properties.set(name, closure(item, frame.env, frame.self));
    }
  }
  return object(properties, rest);
}

/** Copies the members of a spread value; what it is made of when they are not known. */
function spreadInto(properties: Map<string, Value>, spread: Value): Value | undefined {
  if (isNullish(spread)) return undefined;
  if (spread.kind === "object") {
    // A value that may be absent (`...(x && { x })`) sets its members on some paths only.
    const optional = spread.provenance.maybeNull === true;
    for (const [name, value] of spread.properties) {
      const before = properties.get(name);
      properties.set(name, optional ? joinValues([before ?? literal(undefined), value]) : value);
    }
    return spread.rest;
  }
  if (spread.kind === "union")
    return spread.options.map((option) => spreadInto(properties, option)).find((found) => found !== undefined);
  if (spread.kind === "literal") return undefined;
  // `{ ...client, get select() { … } }`: what is not replaced is the client's.
  if (spread.kind === "library" && spread.path.endsWith("#")) return spread;
  return unknown(withNull(provenanceOf(spread), false), {
    ...(isWhole(spread) ? { whole: true } : {}),
    // A copy of a row is asked what the row says.
    ...(spread.result ? { result: spread.result } : {}),
  });
}

/** A list as it is written. */
export function arrayLiteral(node: ts.ArrayLiteralExpression, frame: Frame, machine: Machine): Value {
  const items: Value[] = [];
  for (const item of node.elements) {
    const value = machine.evaluate(item, frame);
    if (ts.isSpreadElement(item) && value.kind === "array") items.push(...value.items);
    else items.push(ts.isSpreadElement(item) ? machine.member(value, "[]", item, frame) : value);
  }
  return array(items);
}
