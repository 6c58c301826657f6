import { toldBy, withOutcome } from "../functions/returns.js";
import { isNullish, joinValues, literal, object, unknown, type Fact, type Value } from "../values/value.js";
import { gained, type State } from "./state.js";
import { wordsOf } from "./words.js";

/** What a variable holds on one of several ways that meet, and how that way ended. */
export interface WayMet {
  readonly value: Value;
  readonly state: State;
}

/**
 * The one value of a variable where ways meet. What tells them apart later tells what holds on each, as the answer of a function
 * does: `let made = false; if (!known) { …; made = true; }`, and `if (made)` after it.
 */
export function whereWaysMeet(ways: readonly WayMet[], before: State): Value {
  const rows = ways.map(({ value }) => value);
  const values = rows.length > 1 && rows.some((value) => value !== rows[0]) ? asWritten(rows) : rows;
  const joined = joinValues(values);
  if (values.length < 2 || !isData(joined) || values.some(isRead)) return joined;
  const exits = ways.map(({ state }, index) => ({ value: values[index] ?? joined, facts: gained(before, state) }));
  if (exits.every(({ facts, value }) => facts.length === 0 && !tells(value))) return joined;
  return {
    ...(joined.kind === "object" ? withOutcome(joined, exits, ownTruth) : joined),
    ...(!joined.result && values.some(mayBeFalsy) && !values.every(isFalsy) ? toldBy(exits, ownTruth) : {}),
    ...wordsOf(exits),
  };
}

function tells(value: Value, isMember = false): boolean {
  if (value.truth !== undefined || value.words !== undefined) return true;
  return value.kind === "object" && !isMember && [...value.properties.values()].some((member) => tells(member, true));
}

const NOTHING: readonly Fact[] = [];

function ownTruth({ value }: { readonly value: Value }): NonNullable<Value["truth"]> {
  return value.truth ?? { whenTrue: NOTHING, whenFalse: NOTHING };
}

function isData({ kind }: Value): boolean {
  return kind === "literal" || kind === "unknown" || kind === "object";
}

function isFalsy(value: Value): boolean {
  return value.kind === "literal" && !value.value;
}

/** Nothing, or what came of ways that met before, one of them with nothing. */
function mayBeFalsy(value: Value): boolean {
  return isFalsy(value) || value.truth !== undefined;
}

/** What follows from finding it hangs on where it is asked for. */
function isRead({ result }: Value): boolean {
  return result !== undefined && (result.effect.kind !== "insert" || result.claim !== undefined);
}

/** Rows that are inserted on some of the ways are told apart by what is written: a flag, or nothing where another way has something. */
function asWritten(values: readonly Value[]): readonly Value[] {
  const rows = values.filter((value) => !isNullish(value));
  if (rows.length === 0 || !rows.every(isInserted)) return values;
  const told = rows.flatMap(({ result }) =>
    Object.entries(result?.effect.constants ?? {}).flatMap(([name, text]) => (WORDS.has(text) ? [name] : [])),
  );
  return told.length === 0 ? values : values.map((value) => asRow(value, told));
}

function asRow(value: Value, names: readonly string[]): Value {
  const { result } = value;
  if (!result) return value;
  const known = value.kind === "object" ? value.properties : new Map<string, Value>();
  const written = names.map((name): [string, Value] => {
    const member = known.get(name) ?? unknown(result.effect.values[name]);
    const word = WORDS.get(result.effect.constants[name] ?? "");
    return [name, word === undefined || member.truth ? member : literal(word, member.provenance)];
  });
  const rest = value.kind === "object" ? value.rest : value;
  return { ...object(new Map([...known, ...written]), rest), provenance: value.provenance, result };
}

function isInserted({ kind, result }: Value): boolean {
  const isRow = kind === "unknown" || kind === "object";
  return isRow && result?.effect.kind === "insert" && result.path.length === 0 && !result.claim;
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
