import type { Provenance } from "../../trace.js";
import { capturedValues, capturesOf } from "../functions/captures.js";
import { isLogger, loggerPlaces } from "./loggers.js";
import { FLEETING, type Names } from "./names.js";
import type { FunctionValue, Value } from "./value.js";

/** A text that is equal for values which a walk cannot tell apart; with names, one that stays short. */
export function fingerprint(value: Value, depth = 4, names?: Names): string {
  return names && COMPOSED.has(value.kind)
    ? names.part(value, depth, () => wholeText(value, depth, names))
    : wholeText(value, depth, names);
}

/** Values whose text holds the texts of others. */
const COMPOSED: ReadonlySet<Value["kind"]> = new Set(["unknown", "object", "array", "function", "library", "union"]);

function wholeText(value: Value, depth: number, names: Names | undefined): string {
  const made = provenanceText(value.provenance, names);
  const result = value.result
    ? `^${value.result.effect.sink.start}${value.result.shape}${value.result.held?.target ?? ""}${value.result.path.join(".")}`
    : "";
  const truth = value.truth
    ? `?${value.truth.whenTrue.map(factText).join("")}/${value.truth.whenFalse.map(factText).join("")}`
    : "";
  const words = value.words?.map(({ word, facts }) => `!${word ?? ""}${facts.map(factText).join("")}`).join("") ?? "";
  return `${shapeText(value, depth, names)}${made}${result}${truth}${words}`;
}

function shapeText(value: Value, depth: number, names: Names | undefined): string {
  const file = (path: string): string => names?.mention(path) ?? path;
  if (isLogger(value))
    return `logger${loggerPlaces(value)
      .map((place) => `${file(place.file)}${place.pos}`)
      .join()}`;
  switch (value.kind) {
    case "literal":
      return value.value === undefined ? "undefined" : JSON.stringify(value.value);
    case "unknown": {
      const type = value.type ? `:${file(value.type.file)}${value.type.node.pos}` : "";
      const members = value.members ? `{${Object.keys(value.members).join(",")}}` : "";
      const wraps = value.wraps
        ? `[${value.wraps.map((inner) => fingerprint(inner, depth - 1, names)).join(",")}]`
        : "";
      const text =
        value.text && depth > 0
          ? `"${value.text.map((part) => (typeof part === "string" ? part : fingerprint(part, 1, names))).join("")}"`
          : "";
      return `u${type}${members}${wraps}${text}${value.whole ? "w" : ""}${value.memory ? `m${file(value.memory.site.file)}${value.memory.site.start}` : ""}${value.continues ? FLEETING : ""}`;
    }
    case "object":
      if (depth === 0) return "{…}";
      return `{${[...value.properties].map(([name, inner]) => `${name}:${fingerprint(inner, depth - 1, names)}`).join(",")}${value.rest ? `,…${fingerprint(value.rest, depth - 1, names)}` : ""}}`;
    case "array":
      return depth === 0
        ? "[…]"
        : `[${value.items
            .slice(0, 8)
            .map((inner) => fingerprint(inner, depth - 1, names))
            .join(",")}]`;
    case "function":
      return `f${functionText(value, depth, names)}${value.bound ? `b${value.bound.map((inner) => fingerprint(inner, 1, names)).join(",")}` : ""}`;
    case "class":
      return `c${file(value.env.file)}:${value.node.pos}`;
    case "instance":
      for (const path of value.about) file(path);
      return `i${value.id}`;
    case "module":
      return `m${file(value.file)}`;
    case "library":
      return `l${value.library.model.library}:${value.path}${value.handle ? `t${file(value.handle.file)}${value.handle.start}` : ""}${depth > 0 ? value.links.map((link) => link.args.map((arg) => linkedText(arg, depth - 1, names)).join(",")).join("|") : ""}`;
    case "error":
      return `e${value.path.join(".")}${value.caught.pos}`;
    case "union":
      return `(${value.options.map((inner) => fingerprint(inner, depth - 1, names)).join("|")})`;
  }
}

/**
 * What a client or handle was made with. Of the functions among it (`prisma.$extends({ query: { $allOperations } })`) the place
 * tells enough: were they told apart by all that they captured, no walk with such a client would ever be remembered.
 */
function linkedText(value: Value, depth: number, names: Names | undefined): string {
  if (value.kind === "function") return placeText(value, names);
  if (value.kind !== "object" || depth <= 0) return fingerprint(value, depth, names);
  return `{${[...value.properties].map(([name, inner]) => `${name}:${linkedText(inner, depth - 1, names)}`).join(",")}}`;
}

function placeText({ env, node }: FunctionValue, names: Names | undefined): string {
  return `${names?.mention(env.file) ?? env.file}:${node.pos}`;
}

/** Functions behave alike when their code, their receiver and what they captured do. */
function functionText(value: FunctionValue, depth: number, names: Names | undefined): string {
  const place = placeText(value, names);
  const self = value.self ? `@${fingerprint(value.self, 1, names)}` : "";
  if (value.env.module) return place + self;
  // Deep nests of closures are told apart by their place alone from here on; their walk is not remembered.
  if (depth <= 0) return `${place}${FLEETING}`;
  names?.unsettled();
  const captured = capturedValues(capturesOf(value.node).names, value.env);
  return `${place}${self}[${captured.map((inner) => fingerprint(inner, depth - 1, names)).join(",")}]`;
}

function provenanceText({ sources, maybeNull }: Provenance, names: Names | undefined): string {
  if (sources.length === 0 && !maybeNull) return "";
  const texts = sources.map(({ kind, what, site, found, stored }) => {
    names?.mention(site.file);
    return `${kind[0] ?? ""}${what}@${site.file.length}.${site.start}${found?.next ? "+" : ""}${stored ? "s" : ""}`;
  });
  return `~${texts.join(";")}${maybeNull ? "0" : ""}`;
}

function factText(fact: { readonly kind: string }): string {
  return "guard" in fact
    ? `g${(fact as { guard: { site: { start: number } } }).guard.site.start}`
    : (fact.kind[0] ?? "");
}
