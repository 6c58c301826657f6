import type { ts } from "ts-morph";
import { wrappersAt } from "../../models/patterns.js";
import { siteKey, siteOf } from "../../sites.js";
import type { Guard } from "../../trace.js";
import type { Frame, Machine } from "../walk/machine.js";
import type { LibraryValue, Value } from "../values/value.js";

/** A call of a function of which the user says what it is: that counts, not its body. */
export function callMarked(
  mark: LibraryValue,
  args: readonly Value[],
  node: ts.Node,
  frame: Frame,
  machine: Machine,
  walk: () => Value,
): Value {
  const harmless = wrappersAt(mark.library, mark.path).find((wrapper) => wrapper.itself);
  if (!harmless) return machine.library(mark, { name: "", args, node: node as ts.CallExpression }, frame);
  const before = frame.state.guards;
  const site = siteOf(node);
  const guard: Guard = { kind: "wrapper", site, what: harmless.what };
  frame.state = { ...frame.state, guards: new Map(before).set(siteKey(site), guard) };
  const value = walk();
  frame.state = { ...frame.state, guards: before };
  return value;
}
