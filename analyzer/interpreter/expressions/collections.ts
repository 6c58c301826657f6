import { declare, find, type Env } from "../walk/env.js";
import type { Frame } from "../walk/machine.js";
import { joinValues, optionsOf, type Value } from "../values/value.js";

/**
 * `clients.set(name, client)`, and later in the same function `clients.get(name)`: what it puts into a collection is what
 * it takes out. Only what can be called or has methods is worth remembering.
 */
export function putInto(owner: string, value: Value, frame: Frame): void {
  if (!optionsOf(value).some(({ kind }) => kind === "library" || kind === "instance" || kind === "function")) return;
  const known = find(frame.env, nameOf(owner))?.value;
  declare(functionScope(frame.env), nameOf(owner), known ? joinValues([known, value]) : value);
}

/** What was put into a collection in this function. */
export function takenFrom(owner: string, frame: Frame): Value | undefined {
  return find(frame.env, nameOf(owner))?.value;
}

/** No variable has such a name. */
function nameOf(owner: string): string {
  return `${owner}[]`;
}

function functionScope(env: Env): Env {
  return env.parent && !env.parent.module ? functionScope(env.parent) : env;
}
