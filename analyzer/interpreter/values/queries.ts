import type { Provenance } from "../../trace.js";
import type { Value } from "./value.js";

/**
 * What an unseen function answers that is given a query (`db.query("SELECT … WHERE seen_at < $1", [Date.now()])`): the rows are
 * what the store holds. A clock or a random value in the condition picks some of them, and makes none of them new.
 */
export function answeredBy(args: readonly Value[], made: Provenance): Provenance {
  if (!made.sources.some(({ kind }) => kind === "attempt") || !args.some(asksForRows)) return made;
  return { ...made, sources: made.sources.filter(({ kind }) => kind !== "attempt") };
}

function asksForRows(value: Value): boolean {
  if (value.kind === "object") return [...value.properties.values()].some((member) => ASKS.test(startOf(member)));
  return ASKS.test(startOf(value));
}

const ASKS = /^\s*SELECT\b[^]*\bFROM\b/i;

function startOf(value: Value): string {
  if (value.kind === "literal") return String(value.value);
  if (value.kind !== "unknown") return "";
  return (value.text ?? []).map((piece) => (typeof piece === "string" ? piece : "?")).join("");
}
