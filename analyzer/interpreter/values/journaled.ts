import type { Provenance } from "../../trace.js";
import type { Value } from "./value.js";

/** What a durable step answers: the engine keeps it, so what was made anew in the step is the same from then on. */
export function journaled(value: Value): Value {
  const provenance = kept(value.provenance);
  switch (value.kind) {
    case "object": {
      const properties = new Map([...value.properties].map(([name, one]) => [name, journaled(one)] as const));
      return { ...value, properties, provenance, ...(value.rest ? { rest: journaled(value.rest) } : {}) };
    }
    case "array":
      return { ...value, items: value.items.map(journaled), provenance };
    case "union":
      return { ...value, options: value.options.map(journaled), provenance };
    case "unknown":
      return {
        ...value,
        provenance,
        ...(value.text ? { text: value.text.map((part) => (typeof part === "string" ? part : journaled(part))) } : {}),
      };
    default:
      return value;
  }
}

function kept(provenance: Provenance): Provenance {
  if (!provenance.sources.some(({ kind }) => kind === "attempt")) return provenance;
  const sources = provenance.sources.map((source) =>
    source.kind === "attempt" ? { ...source, kind: "message" as const } : source,
  );
  return { ...provenance, sources };
}
