import { ts } from "ts-morph";
import { declare, find, type Env } from "../walk/env.js";
import type { Frame } from "../walk/machine.js";
import { joinValues, literal, optionsOf, type UnknownValue, type Value } from "../values/value.js";

/**
 * `clients.set(name, client)`, and later in the same function `clients.get(name)`: what it puts into a collection is what
 * it takes out. Only what can be called or has methods is worth remembering. What a module puts into its own collections while it is
 * loaded stays there.
 */
export function putInto(owner: string, value: Value, frame: Frame): void {
  if (!isWorthIt(value)) return;
  if (frame.context.loading && keep(owner, value, frame)) {
    frame.output.fills = true;
    return;
  }
  const known = find(frame.env, nameOf(owner))?.value;
  declare(functionScope(frame.env), nameOf(owner), known ? joinValues([known, value]) : value);
}

/** What was put into a collection: in this function, or when it was made. */
export function takenFrom(owner: string, receiver: Value, frame: Frame): Value | undefined {
  const put = find(frame.env, nameOf(owner))?.value;
  const held = receiver.kind === "unknown" && receiver.memory ? (receiver.wraps ?? []) : [];
  if (held.length === 0) return put;
  // There may be nothing under the name that is asked for.
  return joinValues([...(put ? [put] : []), ...held, literal(undefined)]);
}

/** What a collection is made with, as far as it can be called or has methods: `new Map([["refund", refund]])`. */
export function madeWith(pairs: Value | undefined): readonly Value[] {
  const items = pairs?.kind === "array" ? pairs.items : [];
  return items.flatMap((pair) => (pair.kind === "array" && pair.items[1] ? [pair.items[1]] : [])).filter(isWorthIt);
}

function isWorthIt(value: Value): boolean {
  return optionsOf(value).some(({ kind }) => kind === "library" || kind === "instance" || kind === "function");
}

/** It is, or its members are, what can be called or has methods: a handler, a service, a client (and no variable of the environment). */
export function holdsHandlers(value: Value, depth = 3): boolean {
  return optionsOf(value).some((one) => {
    if (one.kind === "function" || one.kind === "instance") return true;
    if (one.kind === "library") return one.path.endsWith("#");
    if (depth === 0 || (one.kind !== "object" && one.kind !== "array")) return false;
    const members = one.kind === "array" ? one.items : [...one.properties.values(), ...(one.rest ? [one.rest] : [])];
    return members.some((member) => holdsHandlers(member, depth - 1));
  });
}

/**
 * Puts it into the collection of the module, or of an object of the module, for all who ask for it later. What another module puts
 * there is not kept: an edit of that one would leave it as it was.
 */
function keep(owner: string, value: Value, { env, self, node }: Frame): boolean {
  const field = self?.kind === "instance" ? /^this\.(\w+)$/.exec(owner)?.[1] : undefined;
  if (field !== undefined && self?.kind === "instance") {
    const held = self.fields.get(field);
    if (held?.kind !== "unknown" || !isOwn(value, held, env, node)) return false;
    self.fields.set(field, holding(held, value));
    return true;
  }
  const cell = find(env, owner);
  if (cell?.value.kind !== "unknown" || !isOwn(value, cell.value, env, node)) return false;
  cell.value = holding(cell.value, value);
  return true;
}

/** It is of the module that has the collection: written there, or put there by the module's own statements. */
function isOwn(value: Value, { memory }: UnknownValue, env: Env, within: ts.Node): boolean {
  if (!memory) return false;
  const { file } = memory.site;
  const isAtTop = (env.module !== undefined || ts.isSourceFile(within)) && env.file === file;
  return isAtTop || optionsOf(value).every((one) => one.kind === "function" && one.env.file === file);
}

function holding(collection: UnknownValue, value: Value): UnknownValue {
  return { ...collection, wraps: optionsOf(joinValues([...(collection.wraps ?? []), value])) };
}

/** No variable has such a name. */
function nameOf(owner: string): string {
  return `${owner}[]`;
}

function functionScope(env: Env): Env {
  return env.parent && !env.parent.module ? functionScope(env.parent) : env;
}
