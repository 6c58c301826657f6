import { siteKey } from "../../sites.js";
import { isStable } from "../../provenance.js";
import type { Effect, Provenance, Source } from "../../trace.js";
import { capturesOf, capturedCells } from "../functions/captures.js";
import { declare, inner } from "../walk/env.js";
import type { FunctionValue, ObjectValue, Value } from "../values/value.js";
import type { Draft } from "./drafts.js";

/**
 * `known?.id ?? newId()`, and the row that gets the new id was stored before: it is new on one way only. The next attempt finds
 * that row, and has the same id on the other way.
 */
export function withStoredIds(draft: Draft, effects: readonly Effect[]): Draft {
  const values = Object.entries(draft.columns.values);
  const settled = values.map(([column, made]) => [column, withoutStored(made, effects)] as const);
  if (settled.every(([, made], at) => made === values[at]?.[1])) return draft;
  return { ...draft, columns: { ...draft.columns, values: Object.fromEntries(settled) } };
}

/** A function and its arguments as their caller knows them: the function does not see which new ids its caller has stored. */
export function knownToCaller(fn: FunctionValue, args: readonly Value[], effects: readonly Effect[]): Call {
  if (!effects.some(({ kind }) => kind === "insert")) return { fn, args };
  return { fn: markCaptured(fn, effects), args: args.map((arg) => markStored(arg, effects)) };
}

interface Call {
  readonly fn: FunctionValue;
  readonly args: readonly Value[];
}

function markCaptured(fn: FunctionValue, effects: readonly Effect[]): FunctionValue {
  const { names, assigns } = capturesOf(fn.node);
  if (fn.env.module || assigns) return fn;
  const told = capturedCells(names, fn.env).flatMap(([name, { value }]) => {
    const known = markStored(value, effects);
    return known === value ? [] : [[name, known] as const];
  });
  if (told.length === 0) return fn;
  const env = inner(fn.env);
  for (const [name, known] of told) declare(env, name, known);
  return { ...fn, env };
}

function markStored(value: Value, effects: readonly Effect[], depth = 3): Value {
  const provenance = marked(value.provenance, effects);
  const same = provenance === value.provenance ? value : { ...value, provenance };
  if (depth === 0) return same;
  const again = (one: Value): Value => markStored(one, effects, depth - 1);
  switch (same.kind) {
    case "object":
      return withMembers(same, again);
    case "array": {
      const items = same.items.map(again);
      return isSame(items, same.items) ? same : { ...same, items };
    }
    case "union": {
      const tables = same.options.flatMap(({ result }) =>
        result?.effect.kind === "read" ? [result.effect.target] : [],
      );
      const options = same.options.map((option) => asRowOf(tables, again(option), effects));
      return isSame(options, same.options) ? same : { ...same, options };
    }
    default:
      return same;
  }
}

/** What stands in for a row that was looked for (`known ?? { id: newId() }`) has the members that the row has. */
function asRowOf(tables: readonly string[], value: Value, effects: readonly Effect[]): Value {
  if (tables.length === 0 || value.kind !== "object") return value;
  return withMembers(value, (member, name) => {
    const columns = tables.map((table) => `${table}.${name}`);
    const provenance = marked(member.provenance, effects, columns);
    return provenance === member.provenance ? member : { ...member, provenance };
  });
}

function withMembers(value: ObjectValue, change: (member: Value, name: string) => Value): ObjectValue {
  // Nearly every call that is walked comes by here, and nearly no object changes.
  let properties: Map<string, Value> | undefined;
  for (const [name, member] of value.properties) {
    const changed = change(member, name);
    if (changed !== member) (properties ??= new Map(value.properties)).set(name, changed);
  }
  return properties ? { ...value, properties } : value;
}

function isSame(a: readonly Value[], b: readonly Value[]): boolean {
  return a.every((value, index) => value === b[index]);
}

function marked(made: Provenance, effects: readonly Effect[], read?: readonly string[]): Provenance {
  if (isStable(made)) return made;
  const stored = storedOf(made, read ?? readIn(made), effects);
  if (stored.length === 0) return made;
  return { ...made, sources: made.sources.map((one) => (stored.includes(one) ? { ...one, stored: true } : one)) };
}

function withoutStored(made: Provenance, effects: readonly Effect[]): Provenance {
  const stored = storedOf(made, readIn(made), effects);
  const sources = made.sources.filter((one) => one.stored !== true && !stored.includes(one));
  return sources.length === made.sources.length ? made : { ...made, sources };
}

/** The columns that it is read from on one way. */
function readIn({ sources }: Provenance): readonly string[] {
  return sources.flatMap(({ kind, what }) => (kind === "business" ? [what] : []));
}

/** What is new in it on one way, and is stored where it is read from on the other. */
function storedOf({ sources }: Provenance, read: readonly string[], effects: readonly Effect[]): readonly Source[] {
  if (read.length === 0) return [];
  return sources.filter(
    (source) => source.kind === "attempt" && !source.stored && read.some((column) => isStored(source, column, effects)),
  );
}

/** The new value was written into the very column that the other one was read from. */
function isStored({ what, site }: Source, read: string, effects: readonly Effect[]): boolean {
  const [table, column] = [read.slice(0, read.lastIndexOf(".")), read.slice(read.lastIndexOf(".") + 1)];
  return effects.some(
    ({ kind, target, values }) =>
      kind === "insert" &&
      target === table &&
      values[column]?.sources.some((one) => one.what === what && siteKey(one.site) === siteKey(site)) === true,
  );
}
