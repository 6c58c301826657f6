import { siteKey } from "../../sites.js";
import type { Effect, Provenance, Source } from "../../trace.js";
import type { Draft } from "./drafts.js";

/**
 * `known?.id ?? newId()`, and the row that gets the new id was stored before: it is new on one way only. The next attempt finds
 * that row, and has the same id on the other way.
 */
export function withStoredIds(draft: Draft, effects: readonly Effect[]): Draft {
  const values = Object.entries(draft.columns.values);
  const settled = values.map(([column, made]) => [column, withoutStored(made, effects)] as const);
  if (settled.every(([, made], at) => made === values[at]?.[1])) return draft;
  return { ...draft, columns: { ...draft.columns, values: Object.fromEntries(settled) } };
}

function withoutStored(made: Provenance, effects: readonly Effect[]): Provenance {
  const read = made.sources.filter(({ kind }) => kind === "business");
  const sources = made.sources.filter(
    (source) => source.kind !== "attempt" || !read.some((row) => isStored(source, row, effects)),
  );
  return read.length === 0 || sources.length === made.sources.length ? made : { ...made, sources };
}

/** The new value was written into the very column that the other one was read from. */
function isStored({ what, site }: Source, row: Source, effects: readonly Effect[]): boolean {
  const [table, column] = [row.what.slice(0, row.what.lastIndexOf(".")), row.what.slice(row.what.lastIndexOf(".") + 1)];
  return effects.some(
    ({ kind, target, values }) =>
      kind === "insert" &&
      target === table &&
      values[column]?.sources.some((one) => one.what === what && siteKey(one.site) === siteKey(site)) === true,
  );
}
