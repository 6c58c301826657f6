import type { Provenance } from "../trace.js";
import { capturedValues, capturesOf } from "./captures.js";
import type { FunctionValue, Value } from "./value.js";

/** A text that is equal for values which a walk cannot tell apart. */
export function fingerprint(value: Value, depth = 4): string {
  const made = provenanceText(value.provenance);
  const result = value.result
    ? `^${value.result.effect.sink.start}${value.result.shape}${value.result.held?.target ?? ""}${value.result.path.join(".")}`
    : "";
  const truth = value.truth
    ? `?${value.truth.whenTrue.map(factText).join("")}/${value.truth.whenFalse.map(factText).join("")}`
    : "";
  return `${shapeText(value, depth)}${made}${result}${truth}`;
}

function shapeText(value: Value, depth: number): string {
  switch (value.kind) {
    case "literal":
      return value.value === undefined ? "undefined" : JSON.stringify(value.value);
    case "unknown": {
      const type = value.type ? `:${value.type.file}${value.type.node.pos}` : "";
      const members = value.members ? `{${Object.keys(value.members).join(",")}}` : "";
      const wraps = value.wraps ? `[${value.wraps.map((inner) => fingerprint(inner, depth - 1)).join(",")}]` : "";
      const text =
        value.text && depth > 0
          ? `"${value.text.map((part) => (typeof part === "string" ? part : fingerprint(part, 1))).join("")}"`
          : "";
      return `u${type}${members}${wraps}${text}${value.whole ? "w" : ""}${value.memory ? `m${value.memory.site.file}${value.memory.site.start}` : ""}${value.continues ? "§" : ""}`;
    }
    case "object":
      if (depth === 0) return "{…}";
      return `{${[...value.properties].map(([name, inner]) => `${name}:${fingerprint(inner, depth - 1)}`).join(",")}${value.rest ? `,…${fingerprint(value.rest, depth - 1)}` : ""}}`;
    case "array":
      return depth === 0
        ? "[…]"
        : `[${value.items
            .slice(0, 8)
            .map((inner) => fingerprint(inner, depth - 1))
            .join(",")}]`;
    case "function":
      return `f${functionText(value, depth)}${value.bound ? `b${value.bound.map((inner) => fingerprint(inner, 1)).join(",")}` : ""}`;
    case "class":
      return `c${value.env.file}:${value.node.pos}`;
    case "instance":
      return `i${value.id}`;
    case "module":
      return `m${value.file}`;
    case "library":
      return `l${value.library.model.library}:${value.path}${value.handle ? `t${value.handle.file}${value.handle.start}` : ""}${depth > 0 ? value.links.map((link) => link.args.map((arg) => fingerprint(arg, depth - 1)).join(",")).join("|") : ""}`;
    case "error":
      return `e${value.path.join(".")}${value.caught.pos}`;
    case "union":
      return `(${value.options.map((inner) => fingerprint(inner, depth - 1)).join("|")})`;
  }
}

/** Functions behave alike when their code, their receiver and what they captured do. */
function functionText(value: FunctionValue, depth: number): string {
  const place = `${value.env.file}:${value.node.pos}`;
  const self = value.self ? `@${fingerprint(value.self, 1)}` : "";
  if (value.env.module) return place + self;
  // Deep nests of closures are told apart by their place alone from here on; their walk is not remembered.
  if (depth <= 0) return `${place}§`;
  const captured = capturedValues(capturesOf(value.node).names, value.env);
  return `${place}${self}[${captured.map((inner) => fingerprint(inner, depth - 1)).join(",")}]`;
}

function provenanceText(provenance: Provenance): string {
  const sources = provenance.sources.map(
    (source) => `${source.kind[0] ?? ""}${source.what}@${source.site.file.length}.${source.site.start}`,
  );
  return sources.length === 0 && !provenance.maybeNull ? "" : `~${sources.join(";")}${provenance.maybeNull ? "0" : ""}`;
}

function factText(fact: { readonly kind: string }): string {
  return "guard" in fact
    ? `g${(fact as { guard: { site: { start: number } } }).guard.site.start}`
    : (fact.kind[0] ?? "");
}
