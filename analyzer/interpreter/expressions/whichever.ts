import type { ts } from "ts-morph";
import { joinValues, settled, type Value } from "../values/value.js";
import { truthOf } from "../walk/conditions.js";
import type { Frame } from "../walk/machine.js";
import { anyOf, lockIn } from "../walk/state.js";

/**
 * What one of several implementations answers (`UsersInPostgres`, `UsersInMemory` behind one interface): what any of them asked its
 * store counts as asked, and who won is known where each of them tells.
 */
export function whichever(values: readonly Value[], node: ts.Node, { state }: Frame): Value {
  const joined = joinValues(values);
  if (values.length < 2 || joined.truth || joined.result || joined.kind === "library" || joined.kind === "function")
    return joined;
  const truths = values.map((value) => truthOf(settled(value), node, lockIn(state)));
  const whenTrue = anyOf(truths.map((truth) => truth.whenTrue));
  const whenFalse = anyOf(truths.map((truth) => truth.whenFalse));
  return whenTrue.length + whenFalse.length > 0 ? { ...joined, truth: { whenTrue, whenFalse } } : joined;
}
