import { ts } from "ts-morph";
import type { LibraryIndex } from "../../models/patterns.js";
import { CONFLICT } from "../walk/conditions.js";
import type { Frame, Machine } from "../walk/machine.js";
import { baseOf } from "./classes.js";
import { literal, unknown, type ClassValue, type Value } from "../values/value.js";

/** `value instanceof Right`: certain of what a class of the project made, and telling of a conflict where it asks for one. */
export function instanceOf(value: Value, right: ts.Expression, frame: Frame, machine: Machine): Value {
  if (isConflict(value, nameOf(right), machine.world.libraries)) return { ...unknown(), truth: CONFLICT };
  if (value.kind !== "instance" && value.kind !== "class") return unknown();
  const of = machine.evaluate(right, frame);
  if (of.kind !== "class") return unknown();
  if (value.kind === "class") return literal(false);
  // What a type promises may be an instance of a class that extends it: that it is none is never certain.
  return extendsClass(value.of, of, frame, machine) ? literal(true) : unknown();
}

function extendsClass(of: ClassValue, wanted: ClassValue, frame: Frame, machine: Machine): boolean {
  for (let at: ClassValue | undefined = of, depth = 0; at && depth < 12; at = baseOf(at, frame, machine), depth++)
    if (at.node === wanted.node) return true;
  return false;
}

function isConflict(value: Value, name: string, { libraries }: LibraryIndex): boolean {
  if (value.kind !== "error" || value.path.length > 0) return false;
  return libraries.some(({ model }) =>
    model.conflicts?.some(({ instance, property }) => instance === name && property === undefined),
  );
}

function nameOf(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : node.getText();
}
