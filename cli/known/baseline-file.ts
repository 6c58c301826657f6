import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import type { KnownGap } from "../../rules/known/known-gap.js";

/** Grows when a reader of the file would have to change. */
const BASELINE_VERSION = 1;

/** The file that holds what was known when a team began; it belongs into the repository. */
export const baselineName = "idemlint-baseline.json";

/** A baseline, or the sentence that says why the file cannot be read. */
export type BaselineRead =
  { readonly ok: true; readonly gaps: readonly KnownGap[] } | { readonly ok: false; readonly message: string };

/** The baseline in a folder or above it, up to the root of the repository. */
export function findBaseline(folder: string, repository: string): string | undefined {
  for (let at = folder.replaceAll("\\", "/"); ; at = dirname(at)) {
    const file = join(at, baselineName);
    if (existsSync(file)) return file;
    if (at === repository || dirname(at) === at) return undefined;
  }
}

/** Reads a baseline file. */
export function readBaseline(file: string): BaselineRead {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return { ok: false, message: `There is no baseline at ${file}. idemlint baseline writes one.` };
  }
  const gaps = gapsOf(text);
  return gaps
    ? { ok: true, gaps }
    : {
        ok: false,
        message: `${file} is no baseline of version ${BASELINE_VERSION}. idemlint baseline writes it anew.`,
      };
}

/** The gaps in the text of a baseline; `undefined` when it is none of this version. */
export function gapsOf(text: string): readonly KnownGap[] | undefined {
  try {
    const read = JSON.parse(text) as { readonly version?: unknown; readonly gaps?: unknown };
    return read.version === BASELINE_VERSION && Array.isArray(read.gaps) && read.gaps.every(isGap)
      ? read.gaps
      : undefined;
  } catch {
    return undefined;
  }
}

const FIELDS = ["fingerprint", "rule", "severity", "file", "within", "effect", "target", "entry"] as const;

function isGap(value: unknown): value is KnownGap {
  return (
    typeof value === "object" &&
    value !== null &&
    FIELDS.every((field) => typeof (value as Record<string, unknown>)[field] === "string")
  );
}

/** Writes a baseline in an order that makes small differences in a review: one gap a line, by file. */
export function writeBaseline(file: string, gaps: readonly KnownGap[]): void {
  const lines = [...gaps].sort(byPlace).map((gap) => `    ${JSON.stringify(gap, [...FIELDS])}`);
  writeFileSync(file, `{\n  "version": ${BASELINE_VERSION},\n  "gaps": [\n${lines.join(",\n")}\n  ]\n}\n`);
}

function byPlace(a: KnownGap, b: KnownGap): number {
  const [left, right] = [a, b].map((gap) => [gap.file, gap.within, gap.rule, gap.fingerprint].join("\n"));
  return (left ?? "") < (right ?? "") ? -1 : 1;
}
