import type { CallItem } from "../../models/patterns.js";
import { lastName } from "../../models/patterns.js";
import { at, linked, targetName, type Called } from "../libraries/places.js";
import type { LibraryValue, Result, Value } from "../values/value.js";

/** A member of a row that was read: the row of a table, or one of its columns. */
export interface RowPart {
  readonly table: string;
  readonly column?: string;
}

/** What a row's members are called where they do not have their columns' names: `select({ state: orders.status })`, a join. */
export function partsOfRow(model: CallItem, called: Called): Readonly<Record<string, RowPart>> | undefined {
  if (!model.parts) return undefined;
  const columns = at(model.parts.columns, called);
  if (columns?.kind === "object")
    return Object.fromEntries([...columns.properties].flatMap(([name, value]) => named(name, value)));
  const joined = linked(model.parts.joins, called.links).map(({ args }) => args[0]);
  if (joined.length === 0) return undefined;
  return Object.fromEntries([at(model.target, called), ...joined].flatMap(tableNames));
}

/** The result behind a member of a row. */
export function partOfResult(result: Result, name: string): Result | undefined {
  const part = result.path.length === 0 ? result.parts?.[name] : undefined;
  if (!part) return undefined;
  const { parts: _parts, ...rest } = result;
  return {
    ...rest,
    ...(part.column === undefined ? {} : { path: [part.column] }),
    ...(part.table === result.effect.target ? {} : { held: { target: part.table, by: [] } }),
  };
}

function named(name: string, value: Value): readonly (readonly [string, RowPart])[] {
  const table = value.kind === "library" ? targetName(value) : undefined;
  if (value.kind !== "library" || table === undefined) return [];
  return [[name, isTable(value) ? { table } : { table, column: lastName(value.path) }]];
}

function tableNames(value: Value | undefined): readonly (readonly [string, RowPart])[] {
  const table = value?.kind === "library" && isTable(value) ? targetName(value) : undefined;
  return table === undefined ? [] : [[table, { table }]];
}

/** A table is what the call that declares it returns; a column is a member of that. */
function isTable(value: LibraryValue): boolean {
  return value.path.endsWith("()");
}
