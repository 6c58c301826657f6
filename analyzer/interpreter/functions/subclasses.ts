import type { ts } from "ts-morph";
import { mayRun } from "../expressions/calls.js";
import type { Frame, Machine } from "../walk/machine.js";
import { baseOf, libraryBase } from "../expressions/classes.js";
import type { ClassValue, InstanceValue, LibraryValue } from "../values/value.js";

/** Runs what a library calls on an object of a subclass that the project wrote, from when it is made: a stream's `_write`. */
export function runOverridden(instance: InstanceValue, node: ts.Node, frame: Frame, machine: Machine): void {
  const { loading, depth } = frame.context;
  const base = depth > 0 && loading !== "values" ? libraryAbove(instance.of, frame, machine) : undefined;
  const model = base?.library.model.subclasses?.find(({ of }) => base.path === `${of}#`);
  for (const name of model?.runs ?? []) {
    const method = machine.member(instance, name, node, frame);
    if (method.kind === "function") mayRun([method], [], node, frame, machine);
  }
}

function libraryAbove(of: ClassValue, frame: Frame, machine: Machine, depth = 6): LibraryValue | undefined {
  if (!of.node.heritageClauses || depth === 0) return undefined;
  const base = baseOf(of, frame, machine);
  return base ? libraryAbove(base, frame, machine, depth - 1) : libraryBase(of, frame, machine);
}
