import type { NestedWrite } from "../../models/call-model.js";
import { lastName } from "../../models/patterns.js";
import { join } from "../../provenance.js";
import type { Provenance } from "../../trace.js";
import { object, optionsOf, provenanceOf, textOf, type Value } from "../values/value.js";
import { madeOfWhole } from "../values/whole.js";
import type { Nested } from "./nested.js";

/** Columns that a write sets. */
export interface Columns {
  readonly values: Readonly<Record<string, Provenance>>;
  readonly relative: readonly string[];
  readonly constants: Readonly<Record<string, string>>;
  /** Rows of related tables that the same write makes. */
  readonly nested: readonly Nested[];
}

const NO_COLUMNS: Columns = { values: {}, relative: [], constants: {}, nested: [] };

/** Reads the columns out of the object (or list of objects) that a call writes. */
export function columnsOf(
  value: Value | undefined,
  relativeNames: readonly string[] = [],
  nestedWrites: readonly NestedWrite[] = [],
): Columns {
  if (value === undefined) return NO_COLUMNS;
  const values: Record<string, Provenance> = {};
  const relative = new Set<string>();
  const constants: Record<string, string> = {};
  const nested: Nested[] = [];
  const add = (name: string, made: Provenance): void => {
    const known = values[name];
    values[name] = known ? join([known, made]) : made;
  };
  for (const row of rowsOf(value)) {
    if (row.kind !== "object") {
      add("*", provenanceOf(row));
      continue;
    }
    for (const [name, member] of row.properties) {
      if (isMissing(member)) continue;
      if (relativeNames.includes(name)) {
        // Update operators on top (`$inc: { n: 1 }`): the columns stand below.
        for (const [column, inner] of member.kind === "object" ? member.properties : []) {
          relative.add(column);
          add(column, provenanceOf(inner));
        }
        continue;
      }
      if (name.startsWith("$") && member.kind === "object") {
        for (const [column, inner] of member.properties) {
          add(column, provenanceOf(inner));
          if (buildsOn(column, inner)) relative.add(column);
        }
        continue;
      }
      column(name, member, add, relative, constants, nested, relativeNames, nestedWrites);
    }
    if (row.rest) add("*", provenanceOf(row.rest));
  }
  return { values, relative: [...relative], constants, nested };
}

function column(
  name: string,
  member: Value,
  add: (name: string, made: Provenance) => void,
  relative: Set<string>,
  constants: Record<string, string>,
  nested: Nested[],
  relativeNames: readonly string[],
  nestedWrites: readonly NestedWrite[],
): void {
  if (member.kind === "object" && member.properties.size > 0) {
    const keys = [...member.properties.keys()];
    if (keys.some((key) => relativeNames.includes(key))) {
      relative.add(name);
      return add(name, provenanceOf(member));
    }
    const connect = member.properties.get("connect");
    if (connect?.kind === "object")
      for (const [key, value] of connect.properties)
        add(`${name}${key[0]?.toUpperCase() ?? ""}${key.slice(1)}`, provenanceOf(value));
    const made = nestedWrites.flatMap((write): Nested[] => {
      const value = member.properties.get(write.name);
      const replaces = write.replaced !== undefined && namesAll(member.properties.get(write.replaced));
      return value ? [{ relation: name, write, value, relative: relativeNames, replaces }] : [];
    });
    nested.push(...made.filter(({ value }) => !isMissing(value)));
    if (made.length > 0) return;
    const set = member.properties.get("set");
    if (set && keys.length === 1) return add(name, provenanceOf(set));
  }
  if (member.kind === "literal" && member.value !== null && member.value !== undefined)
    constants[name] = String(member.value);
  if (isRelativeSql(member, name) || (relativeNames.includes("()") && isRelativeFunction(member, name)))
    relative.add(name);
  add(name, madeOfWhole(member));
}

/** An update that is a pipeline, as MongoDB's may be: `{ $set: { balance: { $add: ["$balance", amount] } } }`. */
function buildsOn(column: string, value: Value, moved = false): boolean {
  if (value.kind === "array") return value.items.some((item) => buildsOn(column, item, moved));
  if (value.kind === "object")
    return [...value.properties].some(([name, inner]) => buildsOn(column, inner, moved || MOVES.has(name)));
  return moved && textOf(value) === `$${column}`;
}

/** Operators whose result is another one when it is put in again; that of `$setUnion`, `$max` and their kin is not. */
const MOVES: ReadonlySet<string> = new Set([
  "$add",
  "$subtract",
  "$multiply",
  "$divide",
  "$concat",
  "$concatArrays",
  "$not",
]);

/** `deleteMany: {}`: without a condition it is about every row. */
function namesAll(where: Value | undefined): boolean {
  return where?.kind === "object" && where.properties.size === 0 && where.rest === undefined;
}

function isMissing(value: Value): boolean {
  return value.kind === "literal" && value.value === undefined;
}

/** ``sql`${orders.count} + 1` ``, `knex.raw("count + 1")`, `eb("count", "+", 1)`, `() => "count + 1"`. */
function isRelativeSql(member: Value, name: string): boolean {
  if (member.kind !== "library") return false;
  if (member.library.model.relativeValues?.includes(member.path)) return true;
  const [text, operator] = member.links.at(-1)?.args ?? [];
  if (text?.kind === "unknown" && text.text) {
    const mentions = text.text.some((piece) =>
      typeof piece === "string" ? named(piece, name) : piece.kind === "library" && lastName(piece.path) === name,
    );
    return mentions && text.text.some((piece) => typeof piece === "string" && /[+\-*|]/.test(piece));
  }
  const plain = textOf(text);
  if (plain === undefined) return false;
  if (/^(?:[+\-*/]|\|\|)$/.test(textOf(operator) ?? "")) return named(plain, name);
  return /[+-]|\|\|/.test(plain) && (named(plain, name) || plain.includes("??"));
}

/** Whether a text names a column, in code's or in the database's spelling. */
function named(text: string, name: string): boolean {
  const flat = (spelled: string): string => spelled.toLowerCase().replaceAll("_", "");
  return text.split(/[^\w$]+/).some((word) => flat(word) === flat(name));
}

/** TypeORM's `{ stock: () => "stock - 1" }`. */
function isRelativeFunction(member: Value, name: string): boolean {
  if (member.kind !== "function") return false;
  const text = member.node.getText().replace("=>", "");
  return named(text, name) && /[+\-*]|\|\|/.test(text);
}

function rowsOf(value: Value): readonly Value[] {
  return optionsOf(value).flatMap((option) => {
    if (option.kind === "array") return option.items.flatMap(rowsOf);
    return option.kind === "instance" ? [object(option.fields)] : [option];
  });
}
