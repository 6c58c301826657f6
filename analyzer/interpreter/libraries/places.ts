import { ts } from "ts-morph";
import type { Condition, Place } from "../../models/place.js";
import { lastName } from "../../models/patterns.js";
import { joinValues, literal, textOf, type LibraryValue, type Link, type Value } from "../values/value.js";

/** A call as a model sees it: the chain of calls, the one that decides, and its path. */
export interface Called {
  readonly receiver: LibraryValue;
  /** The deciding call. */
  readonly link: Link;
  /** All calls of the chain, oldest first, the deciding one included. */
  readonly links: readonly Link[];
  /** Path of the deciding call's callee. */
  readonly path: string;
  /** Arguments that places count: those of the deciding call, or of the command that it sends. */
  readonly args: readonly Value[];
}

/** What stands at a place of a call; `undefined` when nothing does. */
export function at(place: Place | undefined, called: Called): Value | undefined {
  if (!place) return undefined;
  if (place.text !== undefined) return literal(place.text);
  if (place.segment !== undefined) {
    const segments = called.path.slice(called.path.indexOf("#") + 1).split(".");
    const segment = segments[place.segment];
    return segment === undefined ? undefined : literal(segment);
  }
  if (place.owner && called.receiver.owner) return called.receiver.owner;
  if (place.record && called.receiver.subject) return called.receiver.subject;
  if (place.generic !== undefined) {
    const generic = called.receiver.generics[place.generic];
    if (generic && generic.kind !== "unknown") return generic;
    if (place.argument === undefined) return undefined;
  }
  if ((place.owner || place.record) && place.argument === undefined) return undefined;
  const args = place.link === undefined ? called.args : linked(place.link, called.links).at(-1)?.args;
  if (!args) return undefined;
  const index = place.argument ?? 0;
  const value = args.at(index);
  return value && place.property !== undefined ? inside(value, place.property) : value;
}

/** Every call of this name in a chain. */
export function linked(name: string | readonly string[], links: readonly Link[]): readonly Link[] {
  return links.filter((link) => (typeof name === "string" ? link.name === name : name.includes(link.name)));
}

/** A property of a value by dotted path; `[]` steps into every element of a list. */
export function inside(value: Value, path: string): Value | undefined {
  let current: Value | undefined = value;
  for (const part of path.split(/\.|(?=\[\])/)) {
    if (current === undefined) return undefined;
    if (part !== "") current = step(current, part);
  }
  return current;
}

/** Whether what a condition asks for holds at a call. */
export function holds(condition: Condition, called: Called): boolean {
  const { place } = condition;
  if (condition.template !== undefined && ts.isTaggedTemplateExpression(called.link.node) !== condition.template)
    return false;
  if (place.link !== undefined && place.argument === undefined) {
    return linked(place.link, called.links).length > 0 !== (condition.absent === true);
  }
  if (condition.orLater && place.argument !== undefined) {
    const from = place.argument;
    return called.args.some(
      (_, index) => index >= from && satisfied(at({ ...place, argument: index }, called), condition),
    );
  }
  const beside = condition.beside && at(condition.beside, called);
  return candidates(condition, called).some((value) => satisfied(value, condition, beside));
}

/** What stands at a condition's place; a pattern is looked for in each element of a list. */
function candidates({ place, pattern }: Condition, called: Called): readonly (Value | undefined)[] {
  const [list = "", rest] = place.property?.split(/\[\]\.?/, 2) ?? [];
  if (pattern === undefined || rest === undefined) return [at(place, called)];
  const { property: _, ...whole } = place;
  const items = at(list === "" ? whole : { ...place, property: list.replace(/\.$/, "") }, called);
  if (items?.kind !== "array") return [at(place, called)];
  return items.items.map((item) => inside(item, rest));
}

function satisfied(value: Value | undefined, condition: Condition, beside?: Value): boolean {
  const missing = value === undefined || (value.kind === "literal" && value.value === undefined);
  if (condition.absent) return missing;
  if (missing) return false;
  if (condition.whole) return isWhole(value);
  if (condition.given !== undefined)
    return value.kind === "library" && value.links.at(-1)?.args.length === condition.given;
  if (condition.path !== undefined) return includes(value, condition.path);
  if (condition.pattern !== undefined) {
    const pattern = new RegExp(condition.pattern, "i");
    const more = condition.beside ? `\n${(beside && textsOf(beside)[0]) ?? "{…}"}` : "";
    return textsOf(value).some((text) => pattern.test(text + more));
  }
  if (condition.equals === undefined) return true;
  if (value.kind !== "literal") return false;
  return String(value.value).toLowerCase() === String(condition.equals).toLowerCase();
}

function isWhole(value: Value): boolean {
  if (value.kind === "union") return value.options.every(isWhole);
  return value.kind === "object" && value.rest === undefined;
}

/** Whether a library's value stands there, alone or among others: `[retry()]`, `from([new RetryLink(), http])`. */
function includes(value: Value, path: string): boolean {
  if (value.kind === "array") return value.items.some((item) => includes(item, path));
  if (value.kind === "union") return value.options.some((option) => includes(option, path));
  if (value.kind !== "library") return false;
  return value.path.startsWith(path) || value.links.some(({ args }) => args.some((item) => includes(item, path)));
}

/** What is written there; of a library's value its path, and the text in a template: ``gql`mutation { … }` ``. */
function textsOf(value: Value): readonly string[] {
  const text = textOf(value);
  if (text !== undefined) return [text];
  if (value.kind === "unknown" && value.text)
    return [value.text.map((part) => (typeof part === "string" ? part : "{…}")).join("")];
  if (value.kind === "object") return [...value.properties.values()].flatMap(textsOf);
  if (value.kind !== "library") return [];
  return [value.path, textOf(value.links.at(-1)?.args[0]) ?? []].flat();
}

function step(value: Value, part: string): Value | undefined {
  if (part === "[]") {
    if (value.kind === "array") return value.items.length > 0 ? joinValues(value.items) : undefined;
    return value;
  }
  if (value.kind === "unknown" && value.json) return step(value.json, part);
  if (value.kind === "array" && /^\d+$/.test(part)) return value.items[Number(part)];
  if (value.kind === "array" && value.items.length > 0) {
    const found = value.items.flatMap((item) => step(item, part) ?? []);
    return found.length > 0 ? joinValues(found) : undefined;
  }
  if (value.kind === "union") {
    const found = value.options.flatMap((option) => step(option, part) ?? []);
    return found.length > 0 ? joinValues(found) : undefined;
  }
  // `new IdempotencyConfig({ … })`, `interceptors.retry({ … })`: what it was made with.
  if (value.kind === "library" && /(#|\(\))$/.test(value.path)) {
    const args = value.links.at(-1)?.args ?? [];
    const options =
      args.find(({ kind }) => kind === "object" || kind === "array") ?? args.find(({ kind }) => kind === "library");
    return options && step(options, part);
  }
  if (value.kind !== "object") return undefined;
  const exact = value.properties.get(part);
  if (exact) return exact;
  const lower = part.toLowerCase();
  for (const [name, member] of value.properties) if (name.toLowerCase() === lower) return member;
  return undefined;
}

/** The name that a value stands for as a target: a text, an entity class, a table object. */
export function targetName(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = textOf(value);
  if (text !== undefined) return text.replace(/\s+as\s+\w+$/i, "");
  if (value.kind === "class") return value.node.name?.text;
  if (value.kind === "instance") return value.of.node.name?.text;
  if (value.kind === "library")
    return (
      tableName(value) ??
      value.links.flatMap((link) => link.args.map(textOf)).find(isPresent) ??
      // `doc(collection(db, "orders"))`
      value.links.flatMap((link) => link.args.map(holderName)).find(isPresent) ??
      (lastName(value.path) || targetName(value.generics[0]))
    );
  if (value.kind === "unknown" && value.text)
    return value.text.map((part) => (typeof part === "string" ? part : "{…}")).join("");
  if (value.kind === "object" && value.of) return targetName(value.of);
  if (value.kind === "array") return targetName(value.items[0]);
  if (value.kind === "object" && value.properties.size > 0) {
    const named = [...value.properties.values()].map(targetName).filter((name) => name !== undefined);
    return named.length === 1 ? named[0] : undefined;
  }
  if (value.kind === "union") return value.options.map(targetName).find((name) => name !== undefined);
  return undefined;
}

/** The name of a table that its library tells how to find. */
function tableName(value: LibraryValue): string | undefined {
  const { library, path, links } = value;
  const model = library.model.tables?.find((table) => table.path === path);
  const link = links.at(-1);
  if (!model || !link) return undefined;
  const called: Called = { receiver: value, link, links, path, args: link.args };
  const words = model.named.map((places) => places.map((place) => targetName(at(place, called))).find(isPresent));
  return words.every(isPresent) ? words.join(".") : undefined;
}

function holderName(value: Value): string | undefined {
  if (value.kind !== "library") return undefined;
  return value.links.flatMap((link) => link.args.map(textOf)).find(isPresent);
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}
