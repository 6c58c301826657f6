import { ts } from "ts-morph";
import { madeOf } from "../../provenance.js";
import { parametersOf } from "./parameters.js";
import type { Summary } from "./summary.js";
import { isEmpty } from "../walk/uses.js";
import type { Value } from "../values/value.js";

/** What a function that only computes comes to. One that saw no object may still pass objects through as they are. */
export interface Inert {
  readonly value: "fixed" | "derived";
  readonly summary: Summary;
  readonly sawObjects: boolean;
  /** Parameters whose values came from their declared types: a client, perhaps, where data was given in another call. */
  readonly promised: ReadonlySet<number>;
  /** It serialises or hashes: of a whole it makes a whole. */
  readonly keepsWhole: boolean;
}

/**
 * A function that was walked with plain data and did nothing to the world does nothing with other plain data either: the
 * walk took every branch, or it does not count. Unless what it returns has a shape of its own, there is no need to walk it again.
 */
export function inertKind({
  value,
  effects,
  facts,
  registrations,
  signs,
  returns,
  after,
  tested,
  uses,
  fills,
  prunes,
}: Summary): "fixed" | "derived" | undefined {
  const acts =
    effects.length + facts.length + registrations.length + signs.length + tested.size > 0 ||
    !isEmpty(uses) ||
    fills ||
    prunes ||
    !returns ||
    after.locks + after.rowLocks.length > 0 ||
    after.ended === true ||
    after.transaction !== undefined;
  if (acts || value.truth || value.words || value.result) return undefined;
  if (value.kind === "literal") return "fixed";
  if (value.kind !== "unknown" || value.wraps || value.type || value.text || value.json) return undefined;
  return madeOf(value.provenance, "attempt") ? "fixed" : "derived";
}

/** The parameters that are given nothing which is known, and are what their declared types promise. */
export function promisedTo(node: ts.FunctionLikeDeclaration, args: readonly Value[]): readonly number[] {
  return parametersOf(node).flatMap(({ type }, index) => {
    const isNamed = type !== undefined && !ts.isTypeLiteralNode(type) && !ts.isToken(type);
    return isNamed && (args[index]?.kind ?? "unknown") === "unknown" ? [index] : [];
  });
}

/** Nothing in it can be called. */
export function isData(value: Value, depth = 3): boolean {
  switch (value.kind) {
    case "literal":
    case "error":
      return true;
    case "unknown":
      return !value.wraps && !value.continues && !value.type && !value.through;
    case "object":
      return depth > 0 && [...value.properties.values()].every((member) => isData(member, depth - 1));
    case "array":
      return depth > 0 && value.items.every((item) => isData(item, depth - 1));
    case "union":
      return value.options.every((option) => isData(option, depth));
    default:
      return false;
  }
}

/** Data of which only the origin matters: nothing to call, nothing that was read from a store, no error. */
export function isPlain(value: Value, depth = 3): boolean {
  if (value.result || value.truth || value.words || value.provenance.sources.some(({ found }) => found)) return false;
  switch (value.kind) {
    case "literal":
      return true;
    case "unknown":
      return !value.wraps && !value.continues && !value.type && !value.through && !value.memory;
    case "object":
      return (
        depth > 0 && !value.rest?.result && [...value.properties.values()].every((member) => isPlain(member, depth - 1))
      );
    case "array":
      return depth > 0 && value.items.every((item) => isPlain(item, depth - 1));
    default:
      return false;
  }
}
