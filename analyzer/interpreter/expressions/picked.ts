import type { ts } from "ts-morph";
import { truthOf } from "../walk/conditions.js";
import type { Frame } from "../walk/machine.js";
import { refine, type State } from "../walk/state.js";
import { unknown, type ArrayValue, type Fact, type Result, type Value } from "../values/value.js";

/** A list of what a predicate let through: `rows.filter((row) => !known.has(row.id))`. Whoever goes through it asked that of each item. */
export function pickedFrom(list: Value, answer: Value, node: ts.Node, frame: Frame): Value {
  const asked = truthOf(answer, node, frame.state.locks > 0).whenTrue.filter(({ kind }) => kind === "check");
  return asked.length > 0 ? { ...list, picked: [...(list.picked ?? []), ...asked] } : list;
}

/** The state in which an item of a list is handled. */
export function inList(list: Value, state: State): State {
  return refine(state, list.picked ?? [], new Set());
}

/** What is asked of a list that was read is asked of what was read. */
export function askedOf(result: Result): Value {
  return { ...unknown(), result: { ...result, shape: "boolean", path: [] } };
}

/** What was made of each item of a list: as many as there were, and picked as they were. */
export function likeList(list: Value, made: ArrayValue): Value {
  return {
    ...made,
    ...(list.result ? { result: list.result } : {}),
    ...(list.picked ? { picked: list.picked } : {}),
  };
}

/** What was asked of the items that are written all at once: `createMany({ data: fresh.map(…) })`. */
export function askedOfAll(values: readonly Value[], depth = 3): readonly Fact[] {
  return values.flatMap((value) => {
    if (value.picked) return value.picked;
    if (depth === 0) return [];
    if (value.kind === "array") return askedOfAll(value.items, depth - 1);
    return value.kind === "object" ? askedOfAll([...value.properties.values()], depth - 1) : [];
  });
}
