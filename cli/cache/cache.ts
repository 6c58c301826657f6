import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { CheckAsked } from "../commands/check.js";
import type { Outcome } from "../outcome.js";
import { inputsOf } from "./key.js";

/** Keeps what a check came to until something that it rests on changes. */
export interface Cache {
  /** What was kept, when it still holds. */
  readonly kept: Outcome | undefined;
  /** Keeps an outcome, unless files changed while it was made or it rests on files that the key does not cover. */
  keep(outcome: Outcome): void;
}

/**
 * The cache of one question: one file for it, so that it never grows, in `folder` or below `node_modules/.cache`. Nothing of
 * the analysis is loaded here, since loading it takes longer than answering.
 */
export function openCache(asked: CheckAsked, cwd: string, folder: string | undefined): Cache {
  const began = performance.now();
  const today = new Date().toISOString().slice(0, 10);
  const inputs = inputsOf(asked, cwd, today);
  const question = JSON.stringify([
    cwd,
    asked.paths,
    asked.project,
    asked.strict,
    asked.rules,
    asked.against,
    asked.share,
  ]);
  const name = createHash("sha256").update(question).digest("hex").slice(0, 16);
  const file = join(folder === undefined ? usualFolder(cwd) : resolve(cwd, folder), `${name}.json`);
  const stored = inputs && read(file, inputs.key);
  return {
    kept: stored && { ...stored, stats: { ...stored.stats, durationMs: Math.round(performance.now() - began) } },
    keep(outcome) {
      // Several processes tell only findings, and do not say which files their traces rest on.
      if (asked.jobs > 1) return;
      const isCovered = outcome.traces.every(({ files }) => files.every((one) => inputs?.files.has(one)));
      if (inputs && isCovered && inputsOf(asked, cwd, today)?.key === inputs.key) write(file, inputs.key, outcome);
    },
  };
}

function usualFolder(cwd: string): string {
  for (let at = cwd; ; at = dirname(at)) {
    if (existsSync(join(at, "node_modules"))) return join(at, "node_modules", ".cache", "idemlint");
    if (dirname(at) === at) return join(cwd, ".idemlint", "cache");
  }
}

/** What reports need of an outcome; traces are only wanted where the coverage is explained, which is never answered from here. */
interface Stored extends Pick<Outcome, "findings" | "suppressed" | "stats" | "problems" | "compared"> {
  readonly key: string;
  readonly opaque?: readonly (readonly [string, { readonly times: number; readonly from?: string }])[];
}

function read(file: string, key: string): Outcome | undefined {
  try {
    const { key: written, opaque, ...outcome } = JSON.parse(readFileSync(file, "utf8")) as Stored;
    return written === key ? { ...outcome, traces: [], ...(opaque && { opaque: new Map(opaque) }) } : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, key: string, outcome: Outcome): void {
  const { findings, suppressed, stats, problems, compared, opaque } = outcome;
  const stored: Stored = {
    key,
    findings,
    stats,
    problems,
    ...(suppressed && { suppressed }),
    ...(compared && { compared }),
    ...(opaque && { opaque: [...opaque] }),
  };
  try {
    mkdirSync(dirname(file), { recursive: true });
    // A reader never sees half a file.
    const draft = `${file}.${process.pid}.tmp`;
    writeFileSync(draft, JSON.stringify(stored));
    renameSync(draft, file);
  } catch {
    // A cache that cannot be written is no reason to fail: the next check takes as long as this one.
  }
}
