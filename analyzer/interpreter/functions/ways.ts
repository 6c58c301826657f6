import { siteKey } from "../../sites.js";
import type { Effect, Provenance } from "../../trace.js";

/**
 * Where helpers call each other on many ways, an effect comes along each of them: on fifteen ways on average in one service,
 * and copying them all from caller to caller took most of its time. Two of those that a rule cannot tell apart tell what there
 * is to tell.
 */
const MOST_WAYS = 2;

/** How often a list of effects holds those that are alike. */
export type Ways = Map<string, number>;

const KNOWN = new WeakMap<readonly Effect[], Ways>();

/** The ways of a list that is being filled. */
export function waysTo(effects: readonly Effect[]): Ways {
  const ways = KNOWN.get(effects) ?? new Map<string, number>();
  KNOWN.set(effects, ways);
  return ways;
}

/** Whether a list holds enough effects of this place that are guarded alike and made of the same; it is counted if not. */
export function isToldEnough(effect: Effect, ways: Ways, option = ""): boolean {
  const { site, guards, checks, transaction, retry, key, values, where } = effect;
  const alike = [
    siteKey(site),
    option,
    guards.map(({ kind }) => kind).join(),
    checks.map(({ kind, locked }) => (locked ? `locked ${kind}` : kind)).join(),
    transaction ? "transaction" : "",
    retry ? "retry" : "",
    effect.countTested ? "looked at" : "",
    key?.value ? kindsOf({ key: key.value }) : "",
    kindsIn(values),
    kindsIn(where),
  ].join(" ");
  const count = ways.get(alike) ?? 0;
  if (count >= MOST_WAYS) return true;
  ways.set(alike, count + 1);
  return false;
}

const KINDS = new WeakMap<Effect["values"], string>();

/** What the columns are made of: the same record goes along with every copy of an effect. */
function kindsIn(columns: Effect["values"]): string {
  const known = KINDS.get(columns);
  if (known !== undefined) return known;
  const made = kindsOf(columns);
  KINDS.set(columns, made);
  return made;
}

function kindsOf(columns: Readonly<Record<string, Provenance>>): string {
  return Object.entries(columns)
    .map(([column, { sources }]) => `${column}:${[...new Set(sources.map(({ kind }) => kind))].join("+")}`)
    .join();
}
