import type { ts } from "ts-morph";
import { truthOf } from "../walk/conditions.js";
import type { Frame } from "../walk/machine.js";
import { siteKey } from "../../sites.js";
import type { Check, Locked, Provenance } from "../../trace.js";
import { gained, lockIn, refine, start, type State } from "../walk/state.js";
import { array, unknown, type ArrayValue, type Fact, type Result, type Value } from "../values/value.js";

/** A list of what a predicate let through: `rows.filter((row) => !known.has(row.id))`. Whoever goes through it asked that of each item. */
export function pickedFrom(list: Value, answer: Value, node: ts.Node, frame: Frame): Value {
  const asked = truthOf(answer, node, lockIn(frame.state)).whenTrue.filter(({ kind }) => ASKED.has(kind));
  return asked.length > 0 ? { ...list, picked: [...(list.picked ?? []), ...asked] } : list;
}

const ASKED: ReadonlySet<Fact["kind"]> = new Set(["check", "guard"]);

/** What the ways that give something in a list have in common, where others give an empty one: whoever finds something in it knows. */
export function pickedByWays(ways: readonly { readonly value: Value; readonly facts: readonly Fact[] }[]): {
  picked?: readonly Fact[];
} {
  const filled = ways.filter(({ value }) => value.kind !== "array" || value.items.length > 0);
  if (filled.length === ways.length) return {};
  const asked = filled.map(({ value, facts }) => [
    ...facts.filter(({ kind }) => ASKED.has(kind)),
    ...(value.picked ?? []),
  ]);
  const picked = asked.length > 0 ? asked.reduce<readonly Fact[]>(alsoIn, asked[0] ?? []) : [];
  return picked.length > 0 ? { picked } : {};
}

/**
 * What whoever handles the rows of a list asked by having them: they were picked by a state (`WHERE status = 'due'`), or by
 * what there is not yet. Rows that belong to something (`WHERE order_id = $1`) were asked nothing. Wherever the list is gone
 * through, it is one question, and the query is its condition.
 */
function askedByQuery({ effect, shape, path, held }: Result, locked: Locked): readonly Fact[] {
  if (effect.kind !== "read" || shape !== "rows" || path.length > 0 || held) return [];
  const askedFor = (kind: Check["kind"], target: string, by: readonly string[]): Fact => ({
    kind: "check",
    check: {
      kind,
      occurrence: `${effect.sink.start}/${target}`,
      read: effect.site,
      target,
      condition: effect.site,
      by,
      tests: [],
      locked: effect.guards.some((guard) => guard.kind === "locked-recheck") || locked,
    },
  });
  const states = Object.entries(effect.where).flatMap(([column, asked]) => (isState(asked) ? [column] : []));
  return [
    ...(states.length > 0 ? [askedFor("presence", effect.target, states)] : []),
    ...(effect.lacks ?? []).map((target) => askedFor("absence", target, [])),
  ];
}

/** A fixed value or the time, in contrast to what names a row or its owner. */
function isState({ sources }: Provenance): boolean {
  return sources.every(({ kind }) => kind === "constant" || kind === "attempt");
}

/** The state in which an item of a list is handled: of the rows that a claim gives back, none is there where it was lost. */
export function inList(list: Value, { state, output }: Frame, node: ts.Node): State {
  const { result } = list;
  const read = result ? askedByQuery(result, lockIn(state)) : [];
  const won = result?.claim
    ? truthOf({ ...unknown(), result: { ...result, path: [...result.path, "length"] } }, node, lockIn(state)).whenTrue
    : [];
  return refine(state, [...read, ...won, ...(list.picked ?? [])], output.tested);
}

/** A list that is made of what is in another: what was asked of each item there was asked of what came of it. */
export function pickedToo(list: Value, made: ArrayValue): ArrayValue {
  const picked = [...(list.picked ?? []), ...(made.picked ?? [])];
  return picked.length > 0 ? { ...made, picked } : made;
}

/** A list with something in it holds an item of which all that was asked. */
export function lengthOf(list: Value, length: Value, node: ts.Node, locked: Locked): Value {
  if (!list.picked) return length;
  const { result, ...plain } = length;
  const read = result ? truthOf(length, node, locked) : { whenTrue: [], whenFalse: [] };
  return { ...plain, truth: { ...read, whenTrue: [...read.whenTrue, ...list.picked] } };
}

/** A list that something is put into: what holds on every way that leads there holds of all that is in it. */
export function withItems(list: ArrayValue, items: readonly Value[], state: State): ArrayValue {
  const asked = gained(start, state);
  const picked = list.items.length === 0 ? asked : alsoIn(list.picked ?? [], asked);
  return { ...array([...list.items, ...items].slice(-MOST)), ...(picked.length > 0 ? { picked } : {}) };
}

/** `list.concat(others)`. */
export function joined(lists: readonly ArrayValue[]): ArrayValue {
  const filled = lists.filter(({ items }) => items.length > 0);
  const picked = filled.map((list) => list.picked ?? []).reduce(alsoIn, filled[0]?.picked ?? []);
  return { ...array(filled.flatMap(({ items }) => items).slice(-MOST)), ...(picked.length > 0 ? { picked } : {}) };
}

function alsoIn(facts: readonly Fact[], others: readonly Fact[]): readonly Fact[] {
  return facts.filter((fact) => others.some((other) => sameAsked(fact, other)));
}

function sameAsked(a: Fact, b: Fact): boolean {
  if (a.kind === "guard" && b.kind === "guard") return siteKey(a.guard.site) === siteKey(b.guard.site);
  return (
    a.kind === "check" &&
    b.kind === "check" &&
    a.check.kind === b.check.kind &&
    a.check.occurrence === b.check.occurrence &&
    a.check.held === b.check.held
  );
}

/** So many items of a list are told apart. */
const MOST = 16;

/** What is asked of a list that was read is asked of what was read. */
export function askedOf(result: Result): Value {
  const [column] = result.shape === "row" && !result.held ? result.path : [];
  return { ...unknown(), result: { ...result, shape: "boolean", path: [], ...(column ? { asked: column } : {}) } };
}

/** What was made of each item of a list: as many as there were, and picked as they were. */
export function likeList(list: Value, made: ArrayValue): Value {
  return {
    ...made,
    ...(list.result ? { result: list.result } : {}),
    ...(list.picked ? { picked: list.picked } : {}),
  };
}

/**
 * What was asked of the items that are written all at once: `createMany({ data: fresh.map(…) })`, `updateMany({ where: { id: {
 * in: due.map(…) } } })`.
 */
export function askedOfAll(values: readonly Value[], locked: Locked, depth = 4): readonly Fact[] {
  return values.flatMap((value) => {
    const read = value.result ? askedByQuery(value.result, locked) : [];
    if (value.picked || read.length > 0) return [...read, ...(value.picked ?? [])];
    if (depth === 0) return [];
    if (value.kind === "array") return askedOfAll(value.items, locked, depth - 1);
    return value.kind === "object" ? askedOfAll([...value.properties.values()], locked, depth - 1) : [];
  });
}
