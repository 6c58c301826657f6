import { from, join, nothing } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import type { SqlValue } from "../../sql/value.js";
import type { CallItem } from "../../models/patterns.js";
import { at, linked, type Called } from "../libraries/places.js";
import { literal, object, provenanceOf, textOf, unknown, type Link, type Value } from "../values/value.js";

/** What stands for a value of a statement: what was bound to its parameter, or what the text says. */
export type Resolve = (value: SqlValue) => Value;

/** `bind(a, b)`: where each is an argument of its own, they are a list all the same. */
export function parametersAt(model: CallItem, called: Called): Value | undefined {
  const { parameters, spread, bound } = model;
  if (bound !== undefined) return boundBy(linked(bound, called.links));
  const first = at(parameters, called);
  if (!spread || !parameters || first === undefined || first.kind === "array" || first.kind === "object") return first;
  const args = parameters.link === undefined ? called.args : (linked(parameters.link, called.links).at(-1)?.args ?? []);
  return args.length > 1 ? { kind: "array", items: [...args], provenance: join(args.map(provenanceOf)) } : first;
}

/** `request.input("id", Int, order.id).input("total", order.total)` */
function boundBy(links: readonly Link[]): Value {
  const named = links.flatMap(({ args }): readonly [string, Value][] => {
    const name = textOf(args[0]);
    const value = args.at(-1);
    return name !== undefined && value !== undefined && args.length > 1 ? [[name, value]] : [];
  });
  return object(new Map(named));
}

/** Resolves the values of a statement whose text has these holes and that is sent with these parameters. */
export function resolver(holes: readonly Value[], parameters: Value | undefined, called: Called): Resolve {
  const listed = parameters?.kind === "array" ? parameters.items : undefined;
  const resolve: Resolve = (value) => {
    switch (value.kind) {
      case "hole":
        return holes[value.index] ?? unknown();
      case "parameter":
        return listed ? (listed[value.index] ?? unknown()) : unknown(parameters ? provenanceOf(parameters) : nothing);
      case "named": {
        const named = parameters?.kind === "object" ? parameters.properties.get(value.name) : undefined;
        return named ?? unknown(parameters ? provenanceOf(parameters) : nothing);
      }
      case "literal":
        return value.text.toLowerCase() === "null"
          ? literal(null)
          : literal(value.text, from("constant", value.text, siteOf(called.link.node)));
      case "column":
        return unknown(from("business", value.name, siteOf(called.link.node)));
      case "default":
        return unknown(from("attempt", "the column's default", siteOf(called.link.node)));
      case "query":
        return unknown(from("business", "a subquery", siteOf(called.link.node)));
      case "expression":
        return unknown(
          join([
            ...(value.volatile ? [from("attempt", value.text, siteOf(called.link.node))] : []),
            ...value.parts.map((part) => provenanceOf(resolve(part))),
          ]),
        );
    }
  };
  return resolve;
}
