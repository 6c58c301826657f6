import { ts } from "ts-morph";
import { truthOf } from "../walk/conditions.js";
import type { Frame } from "../walk/machine.js";
import { anyOf, gained, lockIn, type State } from "../walk/state.js";
import { pickedByWays } from "../expressions/picked.js";
import { wordsOf } from "../walk/words.js";
import {
  array,
  isNullish,
  joinValues,
  literal,
  unknown,
  type Fact,
  type ObjectValue,
  type Truth,
  type Value,
} from "../values/value.js";

/** What the returns of a function say together: their join, and what follows from finding it truthy or falsy. */
export function joinedReturns(frame: Frame, entry: State): Value {
  const exits: Exit[] = frame.returns.map((exit) => ({ ...exit, facts: gained(entry, exit.state) }));
  const yields = exits.filter((exit) => ts.isYieldExpression(exit.node));
  if (yields.length > 0)
    return array(yields.flatMap((exit) => (exit.value.kind === "array" ? exit.value.items : [exit.value])));
  if (frame.state.alive)
    exits.push({ value: literal(undefined), state: frame.state, node: frame.node, facts: gained(entry, frame.state) });
  const joined = joinValues(exits.map((exit) => exit.value));
  if (exits.length < 2) return joined;
  if (joined.kind === "array") return { ...joined, ...pickedByWays(exits), ...toldBy(exits, truthOfExit) };
  return {
    ...(joined.kind === "object" ? withOutcome(joined, exits, truthOfExit) : joined),
    ...toldBy(exits, truthOfExit),
    ...wordsOf(exits),
  };
}

/** A way, and what it establishes. */
interface Way {
  readonly value: Value;
  readonly facts: readonly Fact[];
}

/** A way out of a function. */
interface Exit extends Way {
  readonly state: State;
  readonly node: ts.Node;
}

/** The members that tell which way was taken (`{ ok: false, reason }`) carry what follows from them. */
export function withOutcome<E extends Way>(
  joined: ObjectValue,
  exits: readonly E[],
  ownTruth: (exit: E) => Truth,
): ObjectValue {
  const told = [...joined.properties].map(([name, value]): [string, Value] => {
    const parts = exits.map((exit) => ({ ...exit, value: ownMember(exit.value, name) }));
    return [name, { ...value, ...outcomeOf(parts, ownTruth), ...wordsOf(parts) }];
  });
  return { ...joined, properties: new Map(told) };
}

function ownMember(value: Value, name: string): Value {
  if (value.kind !== "object") return isNullish(value) ? value : unknown();
  return value.properties.get(name) ?? value.rest ?? literal(undefined);
}

/**
 * What a member says of the way that was taken: a flag (`{ ok: false }`), or nothing where another way hands something over
 * (`{ purchase: null }`). What is handed over says nothing of itself then: it is a column of a row more often than an answer.
 */
function outcomeOf<E extends Way>(parts: readonly E[], ownTruth: (exit: E) => Truth): { truth?: Truth } {
  if (parts.some(({ value }) => value.kind === "literal" && typeof value.value === "boolean"))
    return toldBy(parts, ownTruth);
  return parts.some(({ value }) => isNullish(value)) ? toldBy(parts, () => NOTHING) : {};
}

const NOTHING: Truth = { whenTrue: [], whenFalse: [] };

/** What follows from finding the one value that these exits give truthy or falsy. */
export function toldBy<E extends Way>(exits: readonly E[], ownTruth: (exit: E) => Truth): { truth?: Truth } {
  const truths = exits.map((exit) => {
    const truth = ownTruth(exit);
    return {
      value: exit.value,
      whenTrue: [...exit.facts, ...truth.whenTrue],
      whenFalse: [...exit.facts, ...truth.whenFalse],
    };
  });
  const truthy = truths.filter(({ value }) => value.kind !== "literal" || Boolean(value.value));
  const things = truthy.filter(({ value }) => isThing(value)).flatMap((truth) => truth.whenTrue);
  const whenTrue = anyOf(truthy.map((truth) => truth.whenTrue)).filter((fact) => !isMadeIfMissing(fact, things));
  const whenFalse = anyOf(truths.filter(({ value }) => mayBeFalsy(value)).map((truth) => truth.whenFalse));
  return whenTrue.length + whenFalse.length === 0 ? {} : { truth: { whenTrue, whenFalse } };
}

/** Something to go on with, and no answer to a question. */
function isThing(value: Value): boolean {
  return value.kind === "object" || (value.kind === "union" && value.options.some(isThing));
}

/** What was looked for is there now, as it was found or as it was made: that it was looked for tells nothing of what follows. */
function isMadeIfMissing(fact: Fact, things: readonly Fact[]): boolean {
  if (fact.kind !== "check") return false;
  const { occurrence } = fact.check;
  const found = things.flatMap((one) =>
    one.kind === "check" && one.check.occurrence === occurrence ? [one.check.kind] : [],
  );
  return found.includes("absence") && found.includes("presence");
}

function truthOfExit({ value, node, state }: Exit): Truth {
  return truthOf(value, node, lockIn(state));
}

function mayBeFalsy(value: Value): boolean {
  if (value.kind === "literal") return !value.value;
  return value.kind === "unknown" || value.kind === "union" || value.provenance.maybeNull === true;
}
