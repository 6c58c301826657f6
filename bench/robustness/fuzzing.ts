import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { sourcesOf } from "../../test/rules/expectations.js";
import { edit, openDesk } from "./edits.js";

/** What a run of random edits came to. */
export interface Fuzzed {
  readonly folders: number;
  /** What was thrown, and what the analyzer says of its own faults, one sentence each. */
  readonly faults: readonly string[];
  /** Bytes, all files as they are on disk and checked: after the first tenth of the edits, and at the end. */
  readonly heapBefore: number;
  readonly heapAfter: number;
}

/** Edits the fixture folders in turn, checks after each edit, and takes all edits back at the end. */
export function fuzz(fixtures: string, edits: number, seed: number, heap: () => number): Fuzzed {
  const desks = readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map(({ name }) => join(fixtures, name).replaceAll("\\", "/"))
    .map((folder) => ({ folder, files: sourcesOf(folder) }))
    .filter(({ files }) => files.length > 0)
    .map(({ folder, files }) => ({ folder, files, desk: openDesk(folder, files) }));
  const check = ({ desk }: (typeof desks)[number]): readonly string[] =>
    desk.session
      .check({ preset: "strict", today: "2026-01-01" })
      .problems.map(({ message }) => message)
      .filter((message) => message.includes("Please report this"));
  const faults = new Set<string>();
  const hear = (one: (typeof desks)[number], what: string): void => {
    try {
      for (const fault of check(one)) faults.add(`${what}: ${fault}`);
    } catch (error) {
      faults.add(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  };
  const restoreAll = (): void => {
    for (const one of desks) {
      one.files.forEach((_, file) => one.desk.apply({ kind: "restore", file }));
      hear(one, `${one.folder} as it is on disk`);
    }
  };

  const script = fc.sample(edit, { numRuns: edits, seed });
  const run = (from: number, to: number): void => {
    for (const [index, change] of script.entries()) {
      const one = desks[index % desks.length];
      if (!one || index < from || index >= to) continue;
      one.desk.apply(change);
      hear(one, `${one.folder} after edit ${index} of seed ${seed} (${change.kind})`);
    }
    restoreAll();
  };

  // The first tenth fills the caches that are bounded, and has the engine's own code compiled.
  const warmUp = Math.ceil(edits / 10);
  run(0, warmUp);
  const heapBefore = heap();
  run(warmUp, edits);
  return { folders: desks.length, faults: [...faults], heapBefore, heapAfter: heap() };
}
