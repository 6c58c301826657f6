import type { Place } from "../../models/place.js";
import { comparisonsAt, lastName } from "../../models/patterns.js";
import { from, nothing } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import { classifySql } from "../../sql/statement.js";
import type { Provenance } from "../../trace.js";
import { at, linked, targetName, type Called } from "../libraries/places.js";
import { optionsOf, provenanceOf, textOf, type LibraryValue, type Link, type Value } from "../values/value.js";

/** Columns that select rows, and how. */
export interface Selectors {
  readonly columns: Readonly<Record<string, Provenance>>;
  /** Columns that are only bounded (`stock >= n`), not named. */
  readonly bounds: readonly string[];
  /** Columns that may hold anything but a value (`status <> "paid"`). */
  readonly differs: readonly string[];
  /** Tables, or relations to them, that hold no row for what is selected. */
  readonly lacks: readonly string[];
}

/** Columns that select, from an object, a comparison, a column's name followed by its value, or a condition in SQL. */
export function selectors(place: Place | undefined, called: Called): Selectors {
  const found: Found = { columns: {}, bounds: [], differs: [], lacks: [], outer: outerJoins(called) };
  if (!place) return found;
  const named = place.column === undefined ? undefined : at(place, called);
  if (place.column !== undefined && named && named.kind !== "object") found.columns[place.column] = provenanceOf(named);
  else if (place.link === undefined) collect(at(place, called), found);
  else for (const link of linked(place.link, called.links)) collectLink(link, place, called, found);
  return found;
}

interface Found {
  readonly columns: Record<string, Provenance>;
  readonly bounds: string[];
  readonly differs: string[];
  readonly lacks: string[];
  /** Tables that are joined whether they hold a row or not. */
  readonly outer: readonly string[];
}

/** `.leftJoin(mails, …)`, `.leftJoin("mails as m", …)`: by the names that conditions call them by. */
function outerJoins({ links }: Called): readonly string[] {
  return links.flatMap(({ name, args: [table] }) => {
    if (!/^left(Outer)?Join$/i.test(name)) return [];
    return targetName(table) ?? [];
  });
}

/** The table of an outer join that a null column says to hold no row. */
function unmatched(column: string, { outer }: Found): string | undefined {
  const [table, name] = column.split(".");
  return name === undefined ? undefined : outer.find((joined) => joined === table);
}

function collectLink(link: Link, place: Place, called: Called, found: Found): void {
  const [first, ...rest] = link.args;
  const text = textOf(first);
  if (text !== undefined && /[\s=]/.test(text.trim())) return collectText(text, rest[0], link, found);
  const last = rest.at(-1);
  if (text !== undefined && last) {
    const operator = rest.length > 1 ? (textOf(rest[0]) ?? "") : "";
    const table = /^is$/i.test(operator) && isNull(last) ? unmatched(text, found) : undefined;
    if (table !== undefined) return void found.lacks.push(table);
    note(
      columnName(text),
      provenanceOf(last),
      /^(?:<>|!=|is not|not in)$/i.test(operator) || /not/i.test(link.name),
      /[<>]/.test(operator),
      found,
    );
  } else if (text !== undefined) {
    // `.whereNull("deleted_at")`
    const table = /null$/i.test(link.name) && !/not/i.test(link.name) ? unmatched(text, found) : undefined;
    if (table !== undefined) found.lacks.push(table);
    else if (/null$/i.test(link.name)) found.columns[columnName(text)] = from("constant", "null", siteOf(link.node));
  } else
    collect(
      place.property === undefined ? first : at({ ...place, link: link.name }, called),
      found,
      /not/i.test(link.name),
    );
}

function isNull(value: Value): boolean {
  return value.kind === "literal" && value.value === null;
}

function note(column: string, made: Provenance, differs: boolean, bounded: boolean, found: Found): void {
  found.columns[column] = made;
  if (differs) found.differs.push(column);
  else if (bounded) found.bounds.push(column);
}

function collect(value: Value | undefined, found: Found, negated = false): void {
  if (value === undefined) return;
  for (const option of optionsOf(value)) {
    if (option.kind === "array") option.items.forEach((item) => collect(item, found, negated));
    else if (option.kind === "object") collectObject(option, found, negated);
    else if (option.kind === "library") comparison(option, found);
    else if (option.kind === "literal" && (typeof option.value === "string" || typeof option.value === "number"))
      found.columns["id"] = option.provenance;
    else if (option.kind === "unknown" && option.provenance.sources.length > 0)
      found.columns["*"] = provenanceOf(option);
  }
}

function collectObject(option: Value & { kind: "object" }, found: Found, negated: boolean): void {
  for (const [name, member] of option.properties) {
    if (member.kind === "literal" && member.value === undefined) continue;
    if (JOINING.has(name)) collect(member, found, negated);
    else if (name === "NOT" || name === "$nor" || name === "$not") collect(member, found, !negated);
    else if (member.kind === "object" && member.properties.size > 0 && name.includes("_") && isCompound(name, member))
      collect(member, found, negated);
    else {
      const operators = member.kind === "object" ? [...member.properties.keys()] : [];
      // Prisma's `{ mails: { none: { kind } } }`.
      if (operators.includes("none") && !negated) found.lacks.push(name);
      const differs = negated || operators.some((key) => DIFFERS.has(key)) || isNotOperator(member);
      note(name, provenanceOf(member), differs, operators.some((key) => BOUNDS.has(key)) || isBound(member), found);
    }
  }
  if (option.rest) found.columns["*"] = provenanceOf(option.rest);
}

/** Prisma names a compound unique key by its columns: `userId_projectId: { userId, projectId }`. */
function isCompound(name: string, member: Value & { kind: "object" }): boolean {
  return [...member.properties.keys()].every((column) => name.includes(column));
}

/** TypeORM's `Not("paid")`. */
function isNotOperator(member: Value): boolean {
  return member.kind === "library" && /^(?:not|ne)\(\)$/i.test(member.path);
}

/** TypeORM's `MoreThan(0)`. */
function isBound(member: Value): boolean {
  return member.kind === "library" && /^(?:more|less)than(?:orequal)?\(\)$/i.test(member.path);
}

const JOINING = new Set(["AND", "OR", "$and", "$or"]);
const BOUNDS = new Set(["gt", "gte", "lt", "lte", "$gt", "$gte", "$lt", "$lte"]);
const DIFFERS = new Set(["not", "notIn", "$ne", "$nin", "$not", "ne"]);

function comparison(value: LibraryValue, found: Found): void {
  const last = value.links.at(-1);
  if (!last) return;
  const model = comparisonsAt(value.library, value.path.replace(/\(\)$/, ""))[0];
  const [left, right, third] = last.args;
  if (!model) {
    // ``sql`status = ${old}` ``
    const text = left?.kind === "unknown" && left.text ? left.text : undefined;
    const plain = textOf(left);
    if (text) collectPieces(text, last, found);
    else if (plain !== undefined && /[\s=]/.test(plain.trim())) collectText(plain, right, last, found);
    return;
  }
  const { operator } = model;
  if (operator === "not-exists") {
    const asked = left?.result?.effect;
    if (asked) found.lacks.push(asked.target);
    return;
  }
  if (operator === "and" || operator === "or" || operator === "not") {
    last.args.forEach((arg) => collect(arg, found, operator === "not"));
    return;
  }
  const text = textOf(left);
  if (text !== undefined && third) {
    // Kysely's `eb("status", "=", old)`
    const written = textOf(right) ?? "";
    return note(columnName(text), provenanceOf(third), /^(?:<>|!=)$/.test(written), /[<>]/.test(written), found);
  }
  const column = left && columnOf(left);
  if (column === undefined) return;
  const table = operator === "null" ? targetName(left) : undefined;
  if (table !== undefined && found.outer.includes(table)) return void found.lacks.push(table);
  const bounded = /[<>]/.test(operator) && operator !== "<>";
  note(column, right ? provenanceOf(right) : nothing, operator === "<>", bounded, found);
}

/** The column that a value is; one of a table that is made with either of two functions has one name all the same. */
function columnOf(value: Value): string | undefined {
  const names = new Set(optionsOf(value).map((option) => (option.kind === "library" ? lastName(option.path) : "")));
  const [name = "", ...others] = names;
  return name === "" || others.length > 0 ? undefined : name;
}

/** A condition in SQL: `.where("id = :id AND status = 'pending'", { id })`. */
function collectText(text: string, parameters: Value | undefined, link: Link, found: Found): void {
  const named = parameters?.kind === "object" ? parameters.properties : undefined;
  const listed = parameters?.kind === "array" ? parameters.items : undefined;
  const whole = parameters ? provenanceOf(parameters) : nothing;
  for (const { column, operator, values } of classifySql(`SELECT 1 FROM t WHERE ${text}`)[0]?.where ?? []) {
    const [value] = values;
    const made =
      value?.kind === "named"
        ? named?.get(value.name)
        : value?.kind === "parameter"
          ? listed?.[value.index]
          : undefined;
    const constant = value?.kind === "literal" ? from("constant", value.text, siteOf(link.node)) : whole;
    const bounded = ["<", ">", "<=", ">=", "between"].includes(operator);
    note(column, made ? provenanceOf(made) : constant, operator === "<>" || operator === "not in", bounded, found);
  }
}

function collectPieces(pieces: readonly (string | Value)[], link: Link, found: Found): void {
  const holes: Value[] = [];
  const text = pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    if (piece.kind === "library" && piece.links.length === 0) return lastName(piece.path);
    holes.push(piece);
    return `$${holes.length}`;
  });
  collectText(text.join(""), { kind: "array", items: holes, provenance: nothing }, link, found);
}

function columnName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
