import { array, literal, object, type Value } from "../values/value.js";

/** An adapter has some dozens of functions; more names than these are data, and are not gone through one by one. */
const MOST_NAMES = 120;

/** `Object.keys(value)`; `undefined` when what it holds is not known. */
export function keysOf(value: Value): Value | undefined {
  return namedItems(value, (name) => literal(name));
}

/** `Object.entries(value)`; `undefined` when what it holds is not known. */
export function entriesOf(value: Value): Value | undefined {
  if (value.kind !== "object") return undefined;
  const pair = (name: string, held: Value) => array([literal(name), held]);
  return namedItems(value, pair) ?? array([...value.properties].map(([name, held]) => pair(name, held)));
}

/** `Object.fromEntries(list)` of pairs whose names are known; any other list stands for what is made of it. */
export function fromEntries(list: Value): Value {
  if (list.kind !== "array" || list.items.length === 0) return list;
  const properties = new Map<string, Value>();
  for (const pair of list.items) {
    if (pair.kind !== "array") return list;
    const [name, held] = pair.items;
    if (name?.kind !== "literal" || !held) return list;
    properties.set(String(name.value), held);
  }
  return object(properties);
}

/**
 * The items of a list to be gone through one by one, since each stands for another function
 * (`for (const name of Object.keys(adapter)) traced[name] = …`); `undefined` when one walk tells of all.
 */
export function eachNamed(list: Value): readonly Value[] | undefined {
  return list.kind === "array" && list.named ? list.items : undefined;
}

function namedItems(value: Value, item: (name: string, held: Value) => Value): Value | undefined {
  if (value.kind !== "object" || value.rest || value.result) return undefined;
  const held = [...value.properties];
  if (held.length === 0 || held.length > MOST_NAMES || !held.some(([, member]) => isHandler(member))) return undefined;
  return { ...array(held.map(([name, member]) => item(name, member))), named: true };
}

function isHandler(value: Value): boolean {
  return value.kind === "function" || value.kind === "instance" || value.kind === "class";
}
