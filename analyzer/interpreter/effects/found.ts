import type { SchemaIndex } from "../../schema/unique.js";
import { siteKey } from "../../sites.js";
import type { Check, Effect, Guard, Provenance } from "../../trace.js";
import { uniqueness } from "../../uniqueness.js";
import type { Draft } from "./drafts.js";

/** A read that names no row by a unique set answers with whatever row is there then: the last one, or how many there are. */
export function foundIn(draft: Draft, schema: SchemaIndex): Draft {
  if (draft.kind !== "read" || draft.found) return draft;
  if (isNamedAnew(draft, schema)) return { ...draft, ofAttempt: true };
  const isNamed = uniqueness(schema, draft.target, draft.where).kind !== "open";
  return isNamed ? draft : { ...draft, found: { table: draft.target } };
}

/** Asked for under a primary key that is new each time: the row that this attempt has made, read back. */
function isNamedAnew({ target, where, bounds, differs }: Draft, schema: SchemaIndex): boolean {
  const table = schema.table(target);
  const [key = "id", ...more] = table?.uniques.find(({ kind }) => kind === "primary")?.columns ?? [];
  const column = table?.columns.find(({ name }) => name === key)?.property ?? key;
  const name = [key, column].find((one) => where[one]);
  if (name === undefined || more.length > 0 || bounds.includes(name) || differs.includes(name)) return false;
  const made = (where[name]?.sources ?? []).filter(({ kind }) => kind !== "constant");
  return made.length > 0 && made.every(({ kind }) => kind === "attempt");
}

/**
 * The code looked whether its row is there, or in which state the last one is: a later attempt does not come here, and a unique
 * set keeps out those at the same time.
 */
export function askedBefore(
  { kind, target, values, where }: Pick<Effect, "kind" | "target" | "values" | "where">,
  checks: ReadonlyMap<string, Check>,
): boolean {
  if (kind !== "insert" && kind !== "upsert") return false;
  const origins = new Set(
    [...Object.values(values), ...Object.values(where)].flatMap(({ sources }) =>
      sources.flatMap(({ found, origin }) => (found && origin ? [siteKey(origin)] : [])),
    ),
  );
  return [...checks.values()].some(
    (check) =>
      check.target === target &&
      (check.kind === "absence" || (check.kind === "state" && origins.has(siteKey(check.read)))),
  );
}

/** A caller that looked before: the set that holds for attempts at the same time is all that is needed then. */
export function heldForCaller(effect: Effect, checks: ReadonlyMap<string, Check>): Effect {
  const held = heldAtOnce(effect);
  if (!held || !askedBefore(effect, checks)) return effect;
  return { ...effect, guards: [...effect.guards, held], shortfalls: effect.shortfalls.filter(({ atOnce }) => !atOnce) };
}

/** The draft as two attempts at the same time write it: both count on from the same row. */
export function asRead(draft: Draft): Draft {
  return {
    ...draft,
    columns: { ...draft.columns, values: unfound(draft.columns.values) },
    where: unfound(draft.where),
  };
}

function unfound(values: Draft["where"]): Draft["where"] {
  return Object.fromEntries(
    Object.entries(values).map(([column, made]): [string, Provenance] => [
      column,
      { ...made, sources: made.sources.map(({ found: _found, ...source }) => source) },
    ]),
  );
}

/** The unique set that keeps attempts at the same time apart, and a later one not. */
function heldAtOnce({ shortfalls }: Effect): Guard | undefined {
  return shortfalls.find(({ atOnce }) => atOnce)?.atOnce;
}
