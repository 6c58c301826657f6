import type { Fact } from "./facts.js";

/** How the effect differs from once. */
export interface Difference {
  /** The table, or `POST api.stripe.com/v1/charges`. */
  readonly group: string;
  readonly kind: "more" | "fewer" | "changed";
  /** How many there are after one clean run, and how many there are now. */
  readonly once: number;
  readonly now: number;
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

/** Compares the effect with once: how many first, then what they hold, then how they hang together. */
export function compareFacts(once: readonly Fact[], now: readonly Fact[]): readonly Difference[] {
  // What was done outside cannot be taken back: it is told first.
  const groups = [...new Set([...once, ...now].map((fact) => fact.group))].sort(
    (a, b) => Number(b.includes(" ")) - Number(a.includes(" ")),
  );
  const byText = groups.flatMap((group) => compareGroup(group, once, now, (fact) => fact.text));
  return byText.length > 0 ? byText : groups.flatMap((group) => compareGroup(group, once, now, (fact) => fact.related));
}

function compareGroup(
  group: string,
  once: readonly Fact[],
  now: readonly Fact[],
  textOf: (fact: Fact) => string,
): readonly Difference[] {
  const before = once.filter((fact) => fact.group === group).map(textOf);
  const after = now.filter((fact) => fact.group === group).map(textOf);
  const added = minus(after, before);
  const gone = minus(before, after);
  if (added.length === 0 && gone.length === 0) return [];
  const kind = after.length > before.length ? "more" : after.length < before.length ? "fewer" : "changed";
  return [{ group, kind, once: before.length, now: after.length, added, gone }];
}

/** Multiset difference. */
function minus(left: readonly string[], right: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of right) counts.set(text, (counts.get(text) ?? 0) + 1);
  return left.filter((text) => {
    const count = counts.get(text) ?? 0;
    if (count === 0) return true;
    counts.set(text, count - 1);
    return false;
  });
}
