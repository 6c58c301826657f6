import { join } from "../../provenance.js";
import type { Result } from "./value.js";

/**
 * The row that one of two reads of a table found: `row = await byId(id); if (!row) row = await byEmail(email);`. Whoever asks
 * for it asked both; it is known by the columns alone that both look it up by.
 */
export function eitherRow(a: Result, b: Result): Result | undefined {
  if (![a, b].every(isWholeRow) || a.effect.target !== b.effect.target || a.record?.path !== b.record?.path)
    return undefined;
  const both = Object.entries(b.effect.where).flatMap(([column, value]) => {
    const other = a.effect.where[column];
    return other ? [[column, join([other, value])] as const] : [];
  });
  return { ...b, effect: { ...b.effect, where: Object.fromEntries(both) } };
}

function isWholeRow({ effect, shape, path, claim, held, parts }: Result): boolean {
  return effect.kind === "read" && shape === "row" && path.length === 0 && !claim && !held && !parts;
}
