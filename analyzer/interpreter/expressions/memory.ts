import { ts } from "ts-morph";
import { nothing } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import type { Effect } from "../../trace.js";
import { plainEffect } from "../effects/plain.js";
import type { Frame } from "../walk/machine.js";
import { provenanceOf, unknown, type UnknownValue, type Value } from "../values/value.js";

/** A collection that lives as long as the process: one that a module or an object of the module holds. */
export function collection(node: ts.NewExpression, name: string, frame: Frame): UnknownValue["memory"] {
  const { parent } = node;
  const holder =
    ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) ? parent.name.getText() : undefined;
  return frame.context.depth === 0 && holder !== undefined && COLLECTIONS.test(name)
    ? { name: `the ${name} ${holder}`, site: siteOf(node) }
    : undefined;
}

/** What asking such a collection yields: an answer that is gone after a restart, and that no other instance has. */
export function askMemory(
  node: ts.CallExpression | ts.NewExpression,
  name: string,
  { memory }: UnknownValue,
  args: readonly Value[],
): Value | undefined {
  if (!memory || !ASKING.has(name)) return undefined;
  return unknown(nothing, { result: { effect: readOf(node, memory, args), shape: "row", path: [] } });
}

function readOf(node: ts.Node, memory: NonNullable<UnknownValue["memory"]>, args: readonly Value[]): Effect {
  const site = siteOf(node);
  return {
    site,
    sink: site,
    kind: "read",
    library: PROCESS_MEMORY,
    name: memory.name,
    target: memory.name,
    risk: "low",
    riskReason: "the memory of the process",
    ...plainEffect,
    where: args[0] ? { key: provenanceOf(args[0]) } : {},
    confidence: "certain",
  };
}

/** Stands in the place of a library's name in what was read from a collection of the process. */
export const PROCESS_MEMORY = "the process";

const COLLECTIONS = /^(Set|Map|LRUCache|LRU|QuickLRU|NodeCache|TTLCache|Keyv|ExpiryMap|ExpirySet|BloomFilter)$/;
const ASKING: ReadonlySet<string> = new Set(["has", "get", "peek"]);
