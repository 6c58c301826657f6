import type { ts } from "ts-morph";
import type { CompiledLibrary, WrapperItem } from "../../models/patterns.js";
import { join as joinProvenance, nothing, sealed, withNull } from "../../provenance.js";
import { siteKey } from "../../sites.js";
import type { Chance, Check, Effect, Guard, Provenance, ProvenanceKind, Site } from "../../trace.js";
import type { Cleared } from "../effects/cleared.js";
import type { Env } from "../walk/env.js";
import { eitherRow } from "./either-row.js";
import type { RowPart } from "../effects/row-parts.js";
import type { State } from "../walk/state.js";

/** An abstract value: what the interpreter knows of what an expression yields. Values are immutable. */
export type Value =
  | UnknownValue
  | LiteralValue
  | ObjectValue
  | ArrayValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ModuleValue
  | LibraryValue
  | ErrorValue
  | UnionValue;

interface Common {
  readonly provenance: Provenance;
  /** Set when the value is (a member of) what an effect or a read returned. */
  readonly result?: Result;
  /** What holds when the value is found truthy or falsy. */
  readonly truth?: Truth;
  /** What was asked of each item before it came into this list: `rows.filter((row) => !known.has(row.id))`. */
  readonly picked?: readonly Fact[];
  /** It is one of these words (`"created"`, `"known"`), and what follows from each; other ways out of the function have none. */
  readonly words?: readonly Word[];
}

/** A way out of a function that a word tells apart. */
export interface Word {
  readonly word?: string;
  readonly facts: readonly Fact[];
}

/** A value of which only the origin is known, and perhaps its declared type. */
export interface UnknownValue extends Common {
  readonly kind: "unknown";
  readonly type?: TypeRef;
  /** Members whose kind differs from the value's own, by dotted path from here. */
  readonly members?: Readonly<Record<string, ProvenanceKind>>;
  /** A text whose parts are known: literal pieces and the values between them. */
  readonly text?: readonly (string | Value)[];
  /** Functions that an unknown function was given and may call. */
  readonly wraps?: readonly Value[];
  /** A continuation (`next`): the states in which it was called, so in which the handler chain goes on. */
  readonly continues?: { readonly states: State[] };
  /** The wrapper of a library that these functions are called through. */
  readonly through?: { readonly model: WrapperItem; readonly callee: LibraryValue; readonly link: Link };
  /** What a JSON text was made from. */
  readonly json?: Value;
  /** The whole of what the caller sent (`req.body`, `job.data`), serialised or hashed. */
  readonly whole?: boolean;
  /** A collection of the process itself (`const seen = new Set()` at the top of a module). */
  readonly memory?: { readonly name: string; readonly site: Site };
}

export interface LiteralValue extends Common {
  readonly kind: "literal";
  readonly value: string | number | boolean | null | undefined;
}

export interface ObjectValue extends Common {
  readonly kind: "object";
  readonly properties: ReadonlyMap<string, Value>;
  /** What an unlisted property is: set when something unknown was spread in. */
  readonly rest?: Value;
  /** What it is a record of: an entity's class, a model. */
  readonly of?: Value;
  /** What its methods are methods of, when it is a record that has some. */
  readonly record?: LibraryValue;
}

export interface ArrayValue extends Common {
  readonly kind: "array";
  readonly items: readonly Value[];
  /** Its items are the names or the entries of an object of functions, all of them. */
  readonly named?: true;
}

export interface FunctionValue extends Common {
  readonly kind: "function";
  readonly node: ts.FunctionLikeDeclaration;
  readonly env: Env;
  readonly self?: Value;
  readonly bound?: readonly Value[];
  /** The method in whose place a decorator put it. */
  readonly inPlaceOf?: FunctionValue;
}

export interface ClassValue extends Common {
  readonly kind: "class";
  readonly node: ts.ClassLikeDeclaration;
  readonly env: Env;
}

export interface InstanceValue extends Common {
  readonly kind: "instance";
  readonly of: ClassValue;
  /** Filled while the constructor runs and on first use: instances are cells. */
  readonly fields: Map<string, Value>;
  readonly id: string;
  /** `new` made it, or a container from what it was given; others are what a declared type promises. */
  readonly made: boolean;
  /** The files that its class and what it was made with come from. */
  readonly about: ReadonlySet<string>;
}

export interface ModuleValue extends Common {
  readonly kind: "module";
  readonly file: string;
}

/** A value of a modelled library, named by its path (see `models/model.ts`). */
export interface LibraryValue extends Common {
  readonly kind: "library";
  readonly library: CompiledLibrary;
  readonly path: string;
  /** Calls that led here, oldest first. */
  readonly links: readonly Link[];
  readonly generics: readonly Value[];
  /** The effects that the chain has emitted so far, when it may go on. */
  readonly emitted?: readonly Effect[];
  /** What awaiting it yields. */
  readonly answer?: Value;
  /** The class of the project that it is, or is an instance of (`class Order extends Model`). */
  readonly owner?: ClassValue;
  /** The record that its methods are called on. */
  readonly subject?: Value;
  /** It is the handle of a transaction, or comes from it: where that was opened. */
  readonly handle?: Site;
  /** Reached by import and shape, with a step that could not be followed. */
  readonly weak?: string;
}

/** One call in a chain of calls on a library value. */
export interface Link {
  readonly name: string;
  readonly args: readonly Value[];
  readonly node:
    | ts.CallExpression
    | ts.NewExpression
    | ts.TaggedTemplateExpression
    // Setting a value on a record that is watched.
    | ts.PropertyAccessExpression
    | ts.ElementAccessExpression;
}

/** The error that a catch clause receives. */
export interface ErrorValue extends Common {
  readonly kind: "error";
  readonly path: readonly string[];
  readonly caught: ts.Node;
}

export interface UnionValue extends Common {
  readonly kind: "union";
  readonly options: readonly Value[];
}

/** Where a declared type is written, so that its members can be looked up when they are asked for. */
export interface TypeRef {
  readonly node: ts.TypeNode;
  readonly file: string;
}

/** The answer of a read or of an effect, or a part of it. */
export interface Result {
  readonly effect: Effect;
  readonly shape: "row" | "rows" | "count" | "boolean" | "reply";
  readonly path: readonly string[];
  /** Rows that were read along with their owner (`order.lines`): their table, and the columns that point to the owner. */
  readonly held?: { readonly target: string; readonly by: readonly string[] };
  /** How the answer of an atomic claim tells the winner. */
  readonly claim?: Claim;
  /** The column of the row whose list was asked for something: `order.notes.includes(note)`. */
  readonly asked?: string;
  /** What its methods are methods of, when it is a record that has some. */
  readonly record?: LibraryValue;
  /** The property that tells whether there is a record. */
  readonly found?: string;
  /** What members of the row are, by their names, where these are not the columns'. */
  readonly parts?: Readonly<Record<string, RowPart>>;
}

export interface Claim {
  readonly guard: Guard;
  /** It is given back afterwards: winning it keeps others out for a while, and says nothing about what was done before. */
  readonly lock: boolean;
  readonly property?: string | readonly string[];
  readonly won: "truthy" | "falsy" | "positive" | "non-empty" | { readonly equals: string | number | boolean };
}

/** Something that holds from a branch on. */
export type Fact =
  | { readonly kind: "guard"; readonly guard: Guard }
  | { readonly kind: "check"; readonly check: Check }
  | { readonly kind: "chance"; readonly chance: Chance }
  | { readonly kind: "lock" }
  | { readonly kind: "cleared"; readonly cleared: Cleared }
  | { readonly kind: "tested"; readonly sink: string }
  | { readonly kind: "conflict" }
  | { readonly kind: "no-conflict" }
  /** This branch is never taken: a text that was passed is compared with nothing. */
  | { readonly kind: "never" };

export interface Truth {
  readonly whenTrue: readonly Fact[];
  readonly whenFalse: readonly Fact[];
}

/** A value about which nothing is known but what it is made of. */
export function unknown(
  provenance: Provenance = nothing,
  more: Partial<Omit<UnknownValue, "kind" | "provenance">> = {},
): UnknownValue {
  return { kind: "unknown", provenance, ...more };
}

/** A literal, made of itself. */
export function literal(value: LiteralValue["value"], provenance: Provenance = nothing): LiteralValue {
  const isNull = value === null || value === undefined;
  return { kind: "literal", value, provenance: isNull ? withNull(provenance, true) : provenance };
}

export function object(properties: ReadonlyMap<string, Value>, rest?: Value): ObjectValue {
  return { kind: "object", properties, provenance: nothing, ...(rest ? { rest } : {}) };
}

export function array(items: readonly Value[]): ArrayValue {
  return { kind: "array", items, provenance: nothing };
}

/** What a value is made of, members included. */
export function provenanceOf(value: Value, depth = 4): Provenance {
  if (depth === 0) return value.provenance;
  switch (value.kind) {
    case "object": {
      const parts = [...value.properties.values()].map((v) => provenanceOf(v, depth - 1));
      if (value.rest) parts.push(provenanceOf(value.rest, depth - 1));
      return withNull(joinProvenance([value.provenance, ...parts]), false);
    }
    case "array":
      return withNull(joinProvenance([value.provenance, ...value.items.map((v) => provenanceOf(v, depth - 1))]), false);
    case "union":
      return joinProvenance(value.options.map((v) => provenanceOf(v, depth - 1)));
    case "library": {
      const parts = value.links.flatMap((link) =>
        link.args.map((v) => (v.kind === "library" ? v.provenance : provenanceOf(v, depth - 1))),
      );
      const made = withNull(joinProvenance([value.provenance, ...parts]), value.provenance.maybeNull === true);
      return SEALING.test(value.path) ? sealed(made) : made;
    }
    default:
      return value.provenance;
  }
}

/** The one value that stands for either of these. */
export function joinValues(values: readonly Value[]): Value {
  const first = values[0];
  if (first === undefined) return literal(undefined);
  return values.slice(1).reduce(joinTwo, first);
}

/** The same value with another provenance. */
export function withProvenance<V extends Value>(value: V, provenance: Provenance): V {
  return { ...value, provenance };
}

/** True for the literals null and undefined. */
export function isNullish(value: Value): boolean {
  return value.kind === "literal" && (value.value === null || value.value === undefined);
}

/** The text of a value, when it is one fixed text. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "literal" && (typeof value.value === "string" || typeof value.value === "number")
    ? String(value.value)
    : undefined;
}

/** A text in which something is written, whatever is put into it: `order:${id}` is never empty. */
export function isFilledText(value: Value): boolean {
  if (value.kind === "literal") return typeof value.value === "string" && value.value !== "";
  if (value.kind !== "unknown" || value.result || value.provenance.maybeNull) return false;
  return value.text?.some((piece) => typeof piece === "string" && piece !== "") ?? false;
}

/** The pieces of a text: fixed parts and the values between them. */
export function piecesOf(value: Value): readonly (string | Value)[] {
  if (value.kind === "literal") return [String(value.value)];
  return value.kind === "unknown" && value.text ? value.text : [value];
}

/** A text put together from pieces. */
export function textFrom(pieces: readonly (string | Value)[]): Value {
  const merged: (string | Value)[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === "string" && typeof last === "string") merged[merged.length - 1] = last + piece;
    else if (piece !== "") merged.push(piece);
  }
  const only = merged[0];
  if (merged.length === 0) return literal("");
  if (merged.length === 1 && typeof only === "string") return literal(only);
  const made = joinProvenance(merged.flatMap((piece) => (typeof piece === "string" ? [] : [provenanceOf(piece)])));
  return unknown(withNull(made, false), { text: merged });
}

/** What awaiting a value yields: the answer of an effect, else the value. */
export function settled(value: Value): Value {
  if (value.kind === "library") return value.answer ?? value;
  return value.kind === "array" && value.items.some((item) => item.kind === "library" && item.answer)
    ? { ...value, items: value.items.map(settled) }
    : value;
}

/** The possible values behind a union, or the value itself. */
export function optionsOf(value: Value): readonly Value[] {
  return value.kind === "union" ? value.options : [value];
}

/** Paths of what cannot be read back. */
const SEALING = /createHash\(|createHmac\(|createCipheriv\(|(^|[.#])(hash|digest|encrypt|sign)\(/;

function joinTwo(a: Value, b: Value): Value {
  if (a === b) return a;
  if (isNullish(a)) return isNullish(b) ? a : nullable(b);
  if (isNullish(b)) return nullable(a);
  if (a.kind === "literal" && b.kind === "literal" && a.value === b.value) return a;
  if (isEmptyList(b) && a.kind === "array") return a;
  if (isEmptyList(a) && b.kind === "array") return b;
  if (a.kind === "object" && b.kind === "object") return joinObjects(a, b);
  // A record that was changed on one path only.
  if (a.kind === "object" && b.kind === "unknown" && sameRecord(a, b)) return joinObjects(a, unchanged(b));
  if (a.kind === "unknown" && b.kind === "object" && sameRecord(a, b)) return joinObjects(unchanged(a), b);
  if (a.kind === "instance" && b.kind === "instance" && a.id === b.id) return a;
  if (a.kind === "function" && b.kind === "function" && sameFunction(a, b)) return a;
  if (a.kind === "library" && b.kind === "library" && a.path === b.path) {
    if (a.links.length + b.links.length === 0) return a.handle ? a : b;
    if (a.links.length === b.links.length && a.links.every((link, at) => link === b.links[at])) return a;
    if (isDressed(a, b)) return a;
    if (isDressed(b, a)) return b;
    if (a.answer && b.answer && a.links.at(-1)?.node === b.links.at(-1)?.node)
      return { ...a, answer: joinTwo(a.answer, b.answer), emitted: [...(a.emitted ?? []), ...(b.emitted ?? [])] };
  }
  if (isData(a) && isData(b)) {
    const result = a.result && b.result && (sameEffect(a.result, b.result) ? a.result : eitherRow(a.result, b.result));
    return { ...unknown(joinProvenance([provenanceOf(a), provenanceOf(b)])), ...(result && { result }) };
  }
  const options = [...optionsOf(a), ...optionsOf(b)];
  const distinct = options.filter((v, i) => options.findIndex((w) => same(v, w)) === i);
  const only = distinct[0];
  if (distinct.length === 1 && only) return only;
  return {
    kind: "union",
    // A registry has dozens of handlers, each of which does something else.
    options: distinct.slice(0, distinct.every(({ kind }) => kind === "function" || kind === "instance") ? 60 : 6),
    provenance: joinProvenance(distinct.map((v) => v.provenance)),
  };
}

/** `rows ?? []`: what is in the other list is all that can be in it. */
function isEmptyList(value: Value): boolean {
  return value.kind === "array" && value.items.length === 0 && value.result === undefined;
}

/** The same client with more around it (`client.$extends(…)`): whichever it is, it reads and writes the same store. */
function isDressed(a: LibraryValue, b: LibraryValue): boolean {
  return (
    a.path.endsWith("#") &&
    a.handle === b.handle &&
    a.links.length > b.links.length &&
    b.links.every((link, at) => link.node === a.links[at]?.node)
  );
}

function isData(value: Value): boolean {
  return (
    value.kind === "literal" ||
    (value.kind === "unknown" && !value.wraps && !value.type && !value.continues && !value.memory)
  );
}

function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === "function" && b.kind === "function") return sameFunction(a, b);
  if (a.kind === "instance" && b.kind === "instance") return a.id === b.id;
  return false;
}

function sameFunction(a: FunctionValue, b: FunctionValue): boolean {
  return a.node === b.node && a.env === b.env && a.self === b.self && a.bound === b.bound;
}

/** Where it may be missing, only what was asked for it is known of the way on which nothing is there. */
function nullable(value: Value): Value {
  const { truth, ...rest } = value;
  const provenance = withNull(value.provenance, true);
  if (!truth || value.result !== undefined) return { ...rest, ...(truth ? { truth } : {}), provenance };
  const whenFalse = truth.whenFalse.filter(({ kind }) => kind === "check");
  return { ...rest, truth: { whenTrue: truth.whenTrue, whenFalse }, provenance };
}

function joinObjects(a: ObjectValue, b: ObjectValue): ObjectValue {
  const properties = new Map<string, Value>();
  for (const name of new Set([...a.properties.keys(), ...b.properties.keys()])) {
    const left = a.properties.get(name) ?? a.rest;
    const right = b.properties.get(name) ?? b.rest;
    properties.set(name, left && right ? joinTwo(left, right) : nullable((left ?? right) as Value));
  }
  const rest = a.rest ?? b.rest;
  return {
    kind: "object",
    properties,
    provenance: joinProvenance([a.provenance, b.provenance]),
    ...(rest ? { rest } : {}),
    ...(a.of && a.of === b.of ? { of: a.of } : {}),
    ...(a.result && sameRecord(a, b) ? { result: a.result } : {}),
  };
}

function sameRecord(a: Value, b: Value): boolean {
  return (
    a.result !== undefined &&
    b.result !== undefined &&
    sameEffect(a.result, b.result) &&
    a.result.path.join(".") === b.result.path.join(".")
  );
}

/** One call, on whichever of the clients that it may be: both answers tell the same. */
function sameEffect({ effect: a }: Result, { effect: b }: Result): boolean {
  return a === b || (a.kind === b.kind && a.target === b.target && siteKey(a.sink) === siteKey(b.sink));
}

function unchanged(record: UnknownValue): ObjectValue {
  return {
    ...object(new Map(), record),
    provenance: record.provenance,
    ...(record.result && { result: record.result }),
  };
}
