import type { Effect, Site, Trace } from "../analyzer/trace.js";

/**
 * One trace for each entry point as it stands in the code, with each of its effects once. A walk makes several where the code
 * around an entry point is called with different things, say by the server and by its tests.
 */
export function entriesOf(traces: readonly Trace[]): readonly Trace[] {
  const known = merged.get(traces);
  if (known) return known;
  const byEntry = new Map<string, Trace[]>();
  for (const trace of traces) {
    const key = `${placeOf(trace.entry.site)} ${trace.entry.name}`;
    const same = byEntry.get(key);
    if (same) same.push(trace);
    else byEntry.set(key, [trace]);
  }
  const entries = [...byEntry.values()].flatMap((same) => mergedOf(same) ?? []);
  merged.set(traces, entries);
  return entries;
}

/** Asked for by every view of the same check. */
const merged = new WeakMap<readonly Trace[], readonly Trace[]>();

function mergedOf(same: readonly Trace[]): Trace | undefined {
  const [first] = same;
  if (!first) return undefined;
  const effects = new Map<string, Effect>();
  for (const effect of same.flatMap((trace) => trace.effects)) {
    const key = `${placeOf(effect.site)} ${effect.kind} ${effect.target}`;
    const known = effects.get(key);
    if (!known || isWeaker(effect, known)) effects.set(key, effect);
  }
  return { ...first, effects: [...effects.values()] };
}

/** What is guarded on one way and not on another is not guarded. */
function isWeaker(a: Effect, b: Effect): boolean {
  if ((a.quiet === undefined) !== (b.quiet === undefined)) return a.quiet === undefined;
  return a.guards.length < b.guards.length;
}

function placeOf({ file, start, end }: Site): string {
  return `${file}:${start}:${end}`;
}
