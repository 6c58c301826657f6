import { leavesOf } from "./flatten.js";

/** Replaces the run's own key and generated input by names, so that runs with different ones can be compared. */
export type Labeller = (text: string) => string;

/** Shorter values occur by chance. */
const SHORTEST = 6;

/** Names for the key and for those payload values that differ between two intents. */
export function labellerFor(
  intents: readonly { readonly key: string; readonly payload: unknown }[],
  other: unknown,
): Labeller {
  const labels = new Map<string, string>();
  const fixed = new Set(leavesOf(other).map((leaf) => `${leaf.path}=${leaf.text}`));
  for (const intent of intents) {
    labels.set(intent.key, "<key>");
    for (const leaf of leavesOf(intent.payload)) {
      if (leaf.text.length >= SHORTEST && !fixed.has(`${leaf.path}=${leaf.text}`))
        labels.set(leaf.text, `<payload.${leaf.path}>`);
    }
  }
  const longestFirst = [...labels].sort(([a], [b]) => b.length - a.length);
  return (text) => longestFirst.reduce((labelled, [value, label]) => labelled.replaceAll(value, label), text);
}
