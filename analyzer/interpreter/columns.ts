import { comparisonsAt, lastName } from "../models/patterns.js";
import { join, nothing } from "../provenance.js";
import type { Provenance } from "../trace.js";
import { linked, type Called } from "./places.js";
import type { Place } from "../models/model.js";
import { at } from "./places.js";
import { optionsOf, provenanceOf, textOf, type LibraryValue, type Value } from "./value.js";
import { madeOfWhole } from "./whole.js";

/** Columns that a write sets. */
export interface Columns {
  readonly values: Readonly<Record<string, Provenance>>;
  readonly relative: readonly string[];
  readonly constants: Readonly<Record<string, string>>;
  /** Rows of related tables that the same write makes. */
  readonly nested: readonly { readonly relation: string; readonly value: Value }[];
}

const NO_COLUMNS: Columns = { values: {}, relative: [], constants: {}, nested: [] };

/** Reads the columns out of the object (or list of objects) that a call writes. */
export function columnsOf(
  value: Value | undefined,
  relativeNames: readonly string[] = [],
  nestedNames: readonly string[] = [],
): Columns {
  if (value === undefined) return NO_COLUMNS;
  const values: Record<string, Provenance> = {};
  const relative = new Set<string>();
  const constants: Record<string, string> = {};
  const nested: { relation: string; value: Value }[] = [];
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
      if (member.kind === "literal" && member.value === undefined) continue;
      if (relativeNames.includes(name)) {
        // Update operators on top (`$inc: { n: 1 }`): the columns stand below.
        for (const column of member.kind === "object" ? member.properties.keys() : []) relative.add(column);
        continue;
      }
      if (name.startsWith("$") && member.kind === "object") {
        for (const [column, inner] of member.properties) add(column, provenanceOf(inner));
        continue;
      }
      column(name, member, add, relative, constants, nested, relativeNames, nestedNames);
    }
    if (row.rest) add("*", provenanceOf(row.rest));
  }
  return { values, relative: [...relative], constants, nested };
}

/** Columns that select rows, and which of them are only bounded. */
export interface Selectors {
  readonly columns: Readonly<Record<string, Provenance>>;
  readonly bounds: readonly string[];
}

/** Columns that select, from an object, a comparison, or a column name followed by its value. */
export function selectors(place: Place | undefined, called: Called): Selectors {
  const found: Found = { columns: {}, bounds: [] };
  if (!place) return found;
  if (place.link === undefined) collect(at(place, called), found);
  else {
    for (const link of linked(place.link, called.links)) {
      const [first, ...rest] = link.args;
      const name = textOf(first);
      if (name !== undefined && rest.length > 0) {
        found.columns[columnName(name)] = provenanceOf(rest.at(-1) as Value);
        if (rest.length > 1 && /[<>]/.test(textOf(rest[0]) ?? "")) found.bounds.push(columnName(name));
      } else collect(place.property === undefined ? first : at({ ...place }, called), found);
    }
  }
  return found;
}

interface Found {
  readonly columns: Record<string, Provenance>;
  readonly bounds: string[];
}

function collect(value: Value | undefined, found: Found): void {
  if (value === undefined) return;
  for (const option of optionsOf(value)) {
    if (option.kind === "array") option.items.forEach((item) => collect(item, found));
    else if (option.kind === "object") {
      for (const [name, member] of option.properties) {
        if (member.kind === "literal" && member.value === undefined) continue;
        if (name === "AND" || name === "OR" || name === "$and" || name === "$or") collect(member, found);
        else if (
          member.kind === "object" &&
          member.properties.size > 0 &&
          name.includes("_") &&
          isCompound(name, member)
        )
          collect(member, found);
        else {
          found.columns[name] = provenanceOf(member);
          if (member.kind === "object" && [...member.properties.keys()].some((key) => BOUNDS.has(key)))
            found.bounds.push(name);
        }
      }
      if (option.rest) found.columns["*"] = provenanceOf(option.rest);
    } else if (option.kind === "library") comparison(option, found);
    else if (option.kind === "literal" && (typeof option.value === "string" || typeof option.value === "number"))
      found.columns["id"] = option.provenance;
    else if (option.kind === "unknown" && option.provenance.sources.length > 0)
      found.columns["*"] = provenanceOf(option);
  }
}

/** Prisma names a compound unique key by its columns: `userId_projectId: { userId, projectId }`. */
function isCompound(name: string, member: Value & { kind: "object" }): boolean {
  return [...member.properties.keys()].every((column) => name.includes(column));
}

const BOUNDS = new Set(["gt", "gte", "lt", "lte", "$gt", "$gte", "$lt", "$lte"]);

function comparison(value: LibraryValue, found: Found): void {
  const last = value.links.at(-1);
  if (!last) return;
  const path = value.path.replace(/\(\)$/, "");
  const model = comparisonsAt(value.library, path)[0];
  if (!model) return;
  if (model.operator === "and" || model.operator === "or" || model.operator === "not") {
    last.args.forEach((arg) => collect(arg, found));
    return;
  }
  const [left, right] = last.args;
  if (left?.kind !== "library") return;
  if (/[<>]/.test(model.operator) && model.operator !== "<>") found.bounds.push(lastName(left.path));
  found.columns[lastName(left.path)] = right ? provenanceOf(right) : nothing;
}

function column(
  name: string,
  member: Value,
  add: (name: string, made: Provenance) => void,
  relative: Set<string>,
  constants: Record<string, string>,
  nested: { relation: string; value: Value }[],
  relativeNames: readonly string[],
  nestedNames: readonly string[],
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
    const made = keys.filter((key) => nestedNames.includes(key));
    for (const key of made) nested.push({ relation: name, value: member.properties.get(key) as Value });
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

/** ``sql`${orders.count} + 1` ``, `knex.raw("count + 1")`, `() => "count + 1"`. */
function isRelativeSql(member: Value, name: string): boolean {
  if (member.kind !== "library") return false;
  const [text] = member.links.at(-1)?.args ?? [];
  if (text?.kind === "unknown" && text.text) {
    const mentions = text.text.some(
      (piece) => typeof piece !== "string" && piece.kind === "library" && lastName(piece.path) === name,
    );
    return mentions && text.text.some((piece) => typeof piece === "string" && /[+\-*|]/.test(piece));
  }
  const plain = textOf(text);
  return plain !== undefined && /[+-]|\|\|/.test(plain) && plain.toLowerCase().includes(name.toLowerCase());
}

/** TypeORM's `{ stock: () => "stock - 1" }`. */
function isRelativeFunction(member: Value, name: string): boolean {
  if (member.kind !== "function") return false;
  const text = member.node.getText();
  return text.toLowerCase().includes(name.toLowerCase()) && /[+\-*]|\|\|/.test(text.replace("=>", ""));
}

function rowsOf(value: Value): readonly Value[] {
  return optionsOf(value).flatMap((option) => (option.kind === "array" ? option.items.flatMap(rowsOf) : [option]));
}

function columnName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
