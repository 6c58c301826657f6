import type { Finding } from "../../analyzer/trace.js";
import { knownGap, type KnownGap } from "./known-gap.js";

/** The code as it is now, as far as recognising an old gap needs it. */
export interface Present {
  /** Absolute, with `/`: what the files of known gaps are relative to. */
  readonly repository: string;
  /** Whether a file, by its path in the repository, is still there. */
  exists(file: string): boolean;
  /** Names of the functions of a file, as `within` of a finding gives them. */
  functions(file: string): ReadonlySet<string>;
  /** Whether a gap in this file would have been found: other packages of the repository may not be looked at. */
  covers(file: string): boolean;
}

/** Findings held against those of an earlier state. */
export interface Comparison {
  readonly fresh: readonly Finding[];
  readonly known: readonly { readonly finding: Finding; readonly gap: KnownGap }[];
  /** Gaps that are not there any more. */
  readonly closed: readonly KnownGap[];
}

/**
 * Pairs findings with the gaps that were known, each at most once, the surest way first. A gap whose fingerprint is gone is
 * looked for under another name only where its old name is gone too: a second gap like it stays a new one.
 */
export function compare(before: readonly KnownGap[], findings: readonly Finding[], present: Present): Comparison {
  const open = new Map(before.map((gap) => [gap, true]));
  const known: { readonly finding: Finding; readonly gap: KnownGap }[] = [];
  let rest = findings.map((finding) => ({ finding, now: knownGap(finding, present.repository) }));
  for (const { key, moved } of WAYS) {
    const waiting = new Map<string, KnownGap[]>();
    for (const [gap, isOpen] of open)
      if (isOpen && moved(gap, present)) waiting.set(key(gap), [...(waiting.get(key(gap)) ?? []), gap]);
    rest = rest.filter(({ finding, now }) => {
      const gap = waiting.get(key(now))?.shift();
      if (!gap) return true;
      open.set(gap, false);
      known.push({ finding, gap });
      return false;
    });
  }
  return {
    fresh: rest.map(({ finding }) => finding),
    known,
    closed: [...open].filter(([gap, isOpen]) => isOpen && present.covers(gap.file)).map(([gap]) => gap),
  };
}

/** One way in which a gap is still the same. */
interface Way {
  /** Equal for gaps that are the same in this way. */
  readonly key: (gap: KnownGap) => string;
  /** Whether what makes up the rest of the fingerprint has changed for the old gap. */
  readonly moved: (gap: KnownGap, present: Present) => boolean;
}

const WAYS: readonly Way[] = [
  { key: ({ fingerprint }) => fingerprint, moved: () => true },
  // The variable that holds the client got another name, or the n-th of several was closed.
  { key: (gap) => text(gap.rule, gap.file, gap.within, gap.target), moved: () => true },
  // The file got another name.
  { key: (gap) => text(gap.rule, gap.within, gap.effect, gap.target), moved: fileIsGone },
  // The function got another name.
  { key: (gap) => text(gap.rule, gap.file, gap.effect, gap.target), moved: functionIsGone },
  // The function moved to another file.
  { key: (gap) => text(gap.rule, gap.within, gap.effect, gap.target, gap.entry), moved: functionIsGone },
  // Both got another name; the entry point is still the same.
  { key: (gap) => text(gap.rule, gap.effect, gap.target, gap.entry), moved: functionIsGone },
];

function fileIsGone({ file }: KnownGap, present: Present): boolean {
  return !present.exists(file);
}

function functionIsGone(gap: KnownGap, present: Present): boolean {
  return fileIsGone(gap, present) || !present.functions(gap.file).has(gap.within);
}

function text(...parts: readonly string[]): string {
  return parts.join("\n");
}
