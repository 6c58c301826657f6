import type { CallItem } from "../../models/patterns.js";
import type { Frame, Machine } from "../walk/machine.js";
import type { Called } from "./places.js";
import type { LibraryValue, Link, Value } from "../values/value.js";

/**
 * A call with what its builders return in the place of the functions: `set((eb) => ({ … }))` becomes `set({ … })`, and a
 * chain of calls (`onConflict((oc) => oc.column("id").doNothing())`) joins the links of the call.
 */
export function withBuilt(model: CallItem, called: Called, base: LibraryValue, frame: Frame, machine: Machine): Called {
  const { builders } = model;
  if (!builders || !called.links.some((link) => link.name in builders && link.args.some(isFunction))) return called;
  let { link } = called;
  const links: Link[] = [];
  const pending = [...called.links];
  for (let next = pending.shift(); next; next = pending.shift()) {
    const path = builders[next.name];
    if (path === undefined || !next.args.some(isFunction)) {
      links.push(next);
      continue;
    }
    const made = build(next, path, base, frame, machine);
    links.push(made);
    if (next === called.link) link = made;
    pending.unshift(...made.args.flatMap((arg) => (arg.kind === "library" && path !== base.path ? arg.links : [])));
  }
  return { ...called, link, links, args: called.args === called.link.args ? link.args : called.args };
}

function build(link: Link, path: string, base: LibraryValue, frame: Frame, machine: Machine): Link {
  const { emitted: _emitted, answer: _answer, result: _result, ...rest } = base;
  const handle: LibraryValue = { ...rest, path, links: [] };
  const args = link.args.map((arg): Value => (isFunction(arg) ? machine.apply(arg, [handle], link.node, frame) : arg));
  return { ...link, args };
}

function isFunction(value: Value): boolean {
  return value.kind === "function";
}
