import type { ts } from "ts-morph";
import type { Effect, Provenance, Site, Use } from "../../trace.js";
import { siteKey, siteOf } from "../../sites.js";
import { provenanceOf, type Fact, type Truth, type Value } from "../values/value.js";

/** What the code does with the answers of effects, each named by the place of its call. */
export interface Uses {
  readonly compared: Set<string>;
  readonly returned: Set<string>;
  /** The statement that runs when somebody was there before. */
  readonly otherwise: Map<string, Site>;
  /** Statements that a caught unique violation leads to, until it is known whose violation it is. */
  readonly caught: Site[];
}

export function noUses(): Uses {
  return { compared: new Set(), returned: new Set(), otherwise: new Map(), caught: [] };
}

/** What a callee did with answers, its caller did. */
export function addUses(to: Uses, more: Uses): void {
  for (const at of more.compared) to.compared.add(at);
  for (const at of more.returned) to.returned.add(at);
  for (const [at, site] of more.otherwise) if (!to.otherwise.has(at)) to.otherwise.set(at, site);
}

export function isEmpty({ compared, returned, otherwise }: Uses): boolean {
  return compared.size + returned.size + otherwise.size === 0;
}

/** Two values are compared: a part of an answer with something that is neither fixed nor a part of the same answer. */
export function noteComparison(left: Value, right: Value, uses: Uses): void {
  const [a, b] = [provenanceOf(left), provenanceOf(right)];
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    for (const at of originsOf(one))
      if (other.sources.some(({ kind, origin }) => kind !== "constant" && (!origin || siteKey(origin) !== at)))
        uses.compared.add(at);
}

/** A value goes back to whoever called. */
export function noteReturned(value: Value, uses: Uses): void {
  for (const at of originsOf(provenanceOf(value))) uses.returned.add(at);
}

/** Notes which way an `if` sends those who came second. */
export function noteOtherwise(node: ts.IfStatement, truth: Truth, uses: Uses): void {
  const ways = [
    [truth.whenTrue, node.elseStatement ?? node],
    [truth.whenFalse, node.thenStatement],
  ] as const;
  for (const [facts, other] of ways)
    for (const at of facts.flatMap(firstOnly)) if (!uses.otherwise.has(at)) uses.otherwise.set(at, siteOf(other));
  if (truth.whenTrue.some(({ kind }) => kind === "conflict")) uses.caught.push(siteOf(node.thenStatement));
}

/** What the trace says of an effect's answer. */
export function useOf(effect: Effect, { compared, returned, otherwise }: Uses): Use | undefined {
  const at = siteKey(effect.sink);
  const other = otherwise.get(at);
  if (!compared.has(at) && !returned.has(at) && !other) return undefined;
  return { compared: compared.has(at), returned: returned.has(at), ...(other ? { otherwise: other } : {}) };
}

/** The claim or read whose answer says on this way that nobody was there before. */
function firstOnly(fact: Fact): readonly string[] {
  if (fact.kind === "guard") return fact.guard.kind === "dedupe-record" ? [siteKey(fact.guard.site)] : [];
  return fact.kind === "check" && fact.check.kind === "absence" ? [siteKey(fact.check.read)] : [];
}

function originsOf({ sources }: Provenance): readonly string[] {
  return sources.flatMap(({ origin }) => (origin ? [siteKey(origin)] : []));
}
