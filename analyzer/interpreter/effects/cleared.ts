import { siteKey } from "../../sites.js";
import type { Effect, Guard, Provenance, Site } from "../../trace.js";
import type { SchemaIndex } from "../../schema/unique.js";
import type { Summary } from "../functions/summary.js";
import type { Fact } from "../values/value.js";

/** Rows that the way to here may have deleted. */
export interface Cleared {
  readonly site: Site;
  readonly target: string;
  readonly where: Effect["where"];
}

/**
 * The row that this insert meets on a later attempt is deleted before it: whoever comes second gets past. What is deleted is
 * named by columns of the unique set alone, each with the value that is inserted or with one that was read from the table.
 */
export function isCleared(
  { target, values }: Pick<Effect, "target" | "values">,
  columns: readonly string[],
  cleared: readonly Cleared[],
  { schema, effects }: { readonly schema: SchemaIndex; readonly effects: readonly Effect[] },
): boolean {
  const table = schema.table(target);
  const plainName = (name: string): string =>
    flat(table?.columns.find((column) => column.property === name)?.name ?? name);
  const own = new Set(columns.map(plainName));
  const inserted = new Map(Object.entries(values).map(([name, value]) => [plainName(name), value]));
  const readHere = new Set(
    effects.flatMap((effect) =>
      effect.kind === "read" && schema.table(effect.target) === table ? [siteKey(effect.site)] : [],
    ),
  );
  return cleared.some(
    (one) =>
      schema.table(one.target) === table &&
      Object.entries(one.where).every(([name, asked]) => {
        const column = plainName(name);
        if (!own.has(column)) return false;
        return (
          asked.sources.some(({ origin }) => origin && readHere.has(siteKey(origin))) ||
          isSame(asked, inserted.get(column))
        );
      }),
  );
}

/** What a callee did, where its caller has deleted the rows first that the callee inserts. */
export function afterClearing(
  summary: Summary,
  cleared: readonly Cleared[],
  within: { readonly schema: SchemaIndex; readonly effects: readonly Effect[] },
): Summary {
  if (cleared.length === 0) return summary;
  const replaced = new Set(
    summary.effects.flatMap((effect) => {
      const columns = effect.guards.find(({ kind }) => kind === "unique-constraint")?.columns;
      const escapes = effect.kind === "insert" && effect.conflict === "escapes";
      return escapes && columns && isCleared(effect, columns, cleared, within) ? [siteKey(effect.sink)] : [];
    }),
  );
  if (replaced.size === 0) return summary;
  const stays = ({ kind, site }: Guard): boolean => kind !== "dedupe-record" || !replaced.has(siteKey(site));
  const hold = (facts: readonly Fact[]) => facts.filter((fact) => fact.kind !== "guard" || stays(fact.guard));
  const { truth } = summary.value;
  return {
    ...summary,
    effects: summary.effects.map((effect) => ({
      ...effect,
      guards: effect.guards.filter(stays),
      ...(replaced.has(siteKey(effect.sink)) ? { conflict: "none" } : {}),
    })),
    facts: hold(summary.facts),
    value: truth
      ? { ...summary.value, truth: { whenTrue: hold(truth.whenTrue), whenFalse: hold(truth.whenFalse) } }
      : summary.value,
  };
}

function isSame(asked: Provenance, inserted: Provenance | undefined): boolean {
  const told = (one: Provenance): string => one.sources.map(({ what }) => what).join();
  return inserted !== undefined && asked.sources.length > 0 && told(asked) === told(inserted);
}

function flat(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
