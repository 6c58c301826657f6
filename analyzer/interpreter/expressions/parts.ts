import { foundAmong, member as memberOf } from "../../provenance.js";
import type { Provenance, ProvenanceKind } from "../../trace.js";
import type { Machine } from "../walk/machine.js";
import { partOfResult } from "../effects/row-parts.js";
import { unknown, type Result, type UnknownValue, type Value } from "../values/value.js";

/** The provenance of a member and the overrides below it. */
export function overridden(
  value: UnknownValue,
  name: string,
): { provenance: Provenance; members?: Readonly<Record<string, ProvenanceKind>> } {
  const derived = name === "[]" || /^\d+$/.test(name) ? value.provenance : memberOf(value.provenance, name);
  if (!value.members) return { provenance: derived };
  const step = name === "[]" || /^\d+$/.test(name) ? "[]" : name;
  const kind = value.members[step] ?? value.members[step.toLowerCase()];
  const below: Record<string, ProvenanceKind> = {};
  for (const [path, inner] of Object.entries(value.members)) {
    if (path.startsWith(`${step}.`)) below[path.slice(step.length + 1)] = inner;
    else if (path.startsWith(`${step}[]`)) below[path.slice(step.length)] = inner;
    else if (step === "[]" && path.startsWith("[].")) below[path.slice(3)] = inner;
  }
  const provenance = kind ? { ...derived, sources: derived.sources.map((source) => ({ ...source, kind })) } : derived;
  return { provenance, members: below };
}

/** A part of what was read; a list of rows that was read along with its owner is named by no key. */
export function partOf(value: Value, name: string, made: Provenance, machine: Machine): UnknownValue {
  if (!value.result) return unknown(made);
  const result = extended(value.result, name, machine);
  const { held } = result;
  const isList = held !== undefined && held !== value.result.held && result.shape !== "row";
  return unknown(isList ? foundAmong(made, { table: held.target }) : made, { result });
}

function extended(result: Result, name: string, machine: Machine): Result {
  if (name === "[]" || (/^\d+$/.test(name) && (result.shape === "rows" || result.shape === "row"))) {
    return { ...result, shape: "row", path: result.claim ? ["0"] : [] };
  }
  // Drivers wrap rows and counts: `result.rows[0]`, `result.rowCount`.
  const wraps = name === "rows" || name === result.found;
  if (result.path.length === 0 && wraps && result.shape === "rows") return result;
  const part = partOfResult(result, name);
  if (part) return part;
  const held = result.effect.kind === "read" ? heldRows(result, name, machine) : undefined;
  if (held) return held;
  return { ...result, path: [...result.path, name] };
}

/** `order.lines`, `order._count.lines`: an answer about the rows of another table, read along with their owner. */
function heldRows(result: Result, name: string, machine: Machine): Result | undefined {
  const counted = result.path.length === 1 && result.path[0] === "_count";
  if (result.path.length > 0 && !counted) return undefined;
  const { schema } = machine.world;
  const owner = schema.table(result.held?.target ?? result.effect.target);
  const found = owner?.held?.[name];
  if (!owner || !found) return undefined;
  const relation = schema.table(found.target)?.relations?.find(({ target }) => owner.aliases.includes(target));
  return {
    ...result,
    shape: counted ? "count" : found.list ? "rows" : "row",
    path: [],
    held: { target: found.target, by: relation?.columns ?? [] },
  };
}
