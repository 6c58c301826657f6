import { excludes } from "./schema/predicate.js";
import type { SchemaIndex, Table, UniqueSet } from "./schema/unique.js";
import { isStable, madeOf, nothing } from "./provenance.js";
import type { Guard, Provenance, Shortfall } from "./trace.js";

/** What the schema says about a write: the set that makes a second one impossible, or why none does. */
export type Uniqueness =
  | { readonly kind: "unknown-table" }
  | { readonly kind: "protected"; readonly set: UniqueSet; readonly guard: Guard; readonly sure: boolean }
  | { readonly kind: "open"; readonly table: Table; readonly shortfalls: readonly Shortfall[] };

/**
 * Whether a unique set makes a repeated insert of these values impossible: every column is written, holds the same value
 * on the next attempt, and is not null (SQL: nulls are distinct). A partial index counts only where its predicate is
 * about columns that this write sets, and where no constant among them lies outside of it.
 */
export function uniqueness(
  schema: SchemaIndex,
  target: string,
  values: Readonly<Record<string, Provenance>>,
  only?: readonly string[],
  constants: Readonly<Record<string, string>> = {},
): Uniqueness {
  const table = schema.table(target);
  if (!table) return { kind: "unknown-table" };
  const shortfalls: Shortfall[] = [];
  for (const set of table.uniques) {
    if (only && !sameColumns(set, only, table)) continue;
    const why = weakness(set, table, values, constants);
    if (why === undefined) {
      const columns = set.columns.join(", ");
      const what = `${set.kind === "primary" ? "primary key" : "unique"} (${columns}) of ${table.name}`;
      const guard: Guard = { kind: "unique-constraint", site: set.site, what, columns: set.columns };
      const next = set.columns.flatMap((column) => {
        const made = nextOf(table, valueOf(column, table, values) ?? nothing, schema);
        return made === undefined ? [] : [`${column} is ${made}`];
      })[0];
      if (next === undefined) return { kind: "protected", set, guard, sure: isCounted(set, table, values) };
      const why = `unique (${columns}) holds a value that is new on each attempt: ${next}, and a later attempt finds the row of this one`;
      shortfalls.push({ kind: "unique-constraint", site: set.site, why, atOnce: guard });
    } else if (why !== "") shortfalls.push({ kind: "unique-constraint", site: set.site, why });
  }
  return { kind: "open", table, shortfalls };
}

/** Whether a conflict on these columns can be: they hold a unique set, or one that is made of more than columns. */
export function isConflictTarget(table: Table, columns: readonly string[]): boolean {
  return table.uniques.some((set) => set.expressions.length > 0 || sameColumns(set, columns, table));
}

/** Whether the table is known to have a column of this name. */
export function hasColumn(table: Table, name: string): boolean {
  const plain = flat(name);
  return table.columns.some((column) => flat(column.name) === plain || flat(column.property) === plain);
}

/** Why a set does not hold for these values; empty when the write has nothing to do with it. */
function weakness(
  set: UniqueSet,
  table: Table,
  values: Readonly<Record<string, Provenance>>,
  constants: Readonly<Record<string, string>>,
): string | undefined {
  const name = `unique (${set.columns.join(", ")})`;
  const written = set.columns.map((column) => ({ column, value: valueOf(column, table, values) }));
  const missing = written.filter((item) => item.value === undefined);
  if (set.expressions.length > 0 && set.columns.length === 0) return "";
  const absent =
    missing.find(({ column }) => !isFixed(column, table)) ??
    (missing.length === set.columns.length ? missing[0] : undefined);
  if (absent) {
    // What is written as a whole holds every column that a row cannot do without.
    const whole = values["*"];
    const held =
      whole &&
      isStable(whole) &&
      missing.every(({ column }) => isRequired(column, table) || !isDeclared(column, table));
    if (held && set.where === undefined) return undefined;
    if (missing.length === set.columns.length) return "";
    if (whole && isStable(whole) && !isGenerated(absent.column, table)) return undefined;
    return `${name} also needs ${absent.column}, which is not written here`;
  }
  for (const { column, value } of written) {
    if (!value) continue;
    const fresh = madeOf(value, "attempt");
    if (!isStable(value))
      return `${name} holds a value that is new on each attempt: ${column} is ${fresh?.what ?? "made anew"}`;
    if (value.maybeNull && !set.nullsNotDistinct && isNullable(column, table))
      return `${name} guards nothing while ${column} is null`;
  }
  if (set.where !== undefined && excludes(set.where, (column) => valueOf(column, table, constants)))
    return `${name} counts only where ${set.where}, and this row does not`;
  if (set.where !== undefined && !mentions(set.where, table, values)) return `${name} counts only where ${set.where}`;
  return undefined;
}

/**
 * How a value is told by the rows that the table has: one more than the last, or one that none has. Each attempt that adds a
 * row makes the next one another.
 */
export function nextOf(table: Table, { sources }: Provenance, schema: SchemaIndex): string | undefined {
  const next = sources.find(({ found }) => found?.next && schema.table(found.table) === table)?.found?.next;
  if (next === undefined) return undefined;
  return next === "counted"
    ? `counted on from the rows of ${table.name}`
    : `picked because no row of ${table.name} has it`;
}

function valueOf<T>(column: string, table: Table, values: Readonly<Record<string, T>>): T | undefined {
  const known = table.columns.find((item) => item.name === column || item.property === column);
  for (const name of [column, known?.property, known?.name]) {
    if (name === undefined) continue;
    const exact = values[name];
    if (exact !== undefined) return exact;
  }
  // A relation's property stands for the columns that point there.
  const relation = table.relations?.find(({ columns }) => columns.includes(column));
  const pointed = relation && values[relation.property];
  if (pointed !== undefined) return pointed;
  // A path below a sub-document is held by what is written as the whole of it.
  const whole = column.includes(".") ? values[column.slice(0, column.indexOf("."))] : undefined;
  if (whole !== undefined) return whole;
  const plain = flat(column);
  for (const [name, value] of Object.entries(values)) if (flat(name) === plain) return value;
  return undefined;
}

function flat(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

function isNullable(column: string, table: Table): boolean {
  return table.columns.find((item) => item.name === column || item.property === column)?.nullable ?? true;
}

function isRequired(column: string, table: Table): boolean {
  return !isNullable(column, table) && !isGenerated(column, table);
}

/** A column of a set that the schema tells nothing else of, as behind a decorator of the project's own. */
function isDeclared(column: string, table: Table): boolean {
  return table.columns.some((item) => item.name === column || item.property === column);
}

function isGenerated(column: string, table: Table): boolean {
  return table.columns.find((item) => item.name === column || item.property === column)?.generated !== undefined;
}

/** What is not written is the same constant in every row. */
function isFixed(column: string, table: Table): boolean {
  return table.columns.find((item) => item.name === column || item.property === column)?.generated === "constant";
}

function mentions(predicate: string, table: Table, values: Readonly<Record<string, Provenance>>): boolean {
  const text = predicate.toLowerCase();
  // `deleted_at IS NULL` holds for a new row that does not set the column.
  const nulls = [...text.matchAll(/"?(\w+)"?\s+is\s+null/g)].map((match) => match[1] ?? "");
  if (nulls.length > 0 && nulls.every((column) => valueOf(column, table, values) === undefined)) return true;
  return table.columns.some(
    (column) => text.includes(column.name.toLowerCase()) && valueOf(column.name, table, values) !== undefined,
  );
}

/**
 * Whether a partial index surely counts the rows that this write adds: each condition is about a column of the set itself,
 * asks for a value or for none, or is about what the code itself decides. What a caller names may put the row outside.
 */
function isCounted({ where, columns }: UniqueSet, table: Table, values: Readonly<Record<string, Provenance>>): boolean {
  if (where === undefined) return true;
  return where.split(/\s+and\s+/i).every((condition) => {
    const words = new Set(condition.match(/\w+/g)?.map(flat));
    const asked = table.columns.filter(({ name, property }) => words.has(flat(name)) || words.has(flat(property)));
    const written = asked.flatMap(({ name }) => {
      const value = valueOf(name, table, values);
      return value ? [{ name, value }] : [];
    });
    if (PRESENT.test(condition)) return written.length > 0 && written.every(({ value }) => value.maybeNull !== true);
    // `deleted_at IS NULL` holds for a new row that does not set the column.
    if (ABSENT.test(condition) && written.length === 0) return true;
    const own = new Set(columns.map(flat));
    const decided = ({ name, value }: (typeof written)[number]): boolean =>
      own.has(flat(name)) || value.sources.every(({ kind }) => kind === "constant");
    return written.length > 0 && written.every(decided);
  });
}

/** Conditions that any value meets, and those that none meets, in SQL, of query builders and of MongoDB. */
const PRESENT = /\b(is|where)[\s_]*not[\s_]*null\b|\$exists|\$type|(\$ne|\bnot)\W+null\b/i;
const ABSENT = /\b(is|where)[\s_]*null\b|:\s*null\b/i;

function sameColumns(set: UniqueSet, only: readonly string[], table: Table): boolean {
  const wanted = new Set(
    only.flatMap((name) => [
      flat(name),
      ...table.columns.filter((column) => column.property === name).map((column) => flat(column.name)),
      ...(table.relations ?? [])
        .filter(({ property }) => property === name)
        .flatMap(({ columns }) => columns.map(flat)),
    ]),
  );
  return (
    set.columns.every((column) => wanted.has(flat(column))) ||
    set.columns.every((column) =>
      wanted.has(flat(table.columns.find((item) => item.name === column)?.property ?? column)),
    )
  );
}
