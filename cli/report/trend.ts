import type { Finding } from "../../analyzer/trace.js";
import { compare, type Present } from "../../rules/known/compare.js";
import { findBaseline, gapsOf, readBaseline } from "../known/baseline-file.js";
import { git } from "../known/git.js";
import { relativeTo } from "../places.js";

/** How the gaps of today stand against those that were known. */
export interface Trend {
  readonly known: number;
  readonly fresh: ReadonlySet<Finding>;
  readonly closed: number;
  /** How many gaps the baseline held, by day, oldest first; today's count comes last. */
  readonly history: readonly { readonly day: string; readonly gaps: number }[];
}

/** Compares with the nearest baseline, and reads from git how that came to be; `undefined` without one. */
export function trendOf(findings: readonly Finding[], present: Present, cwd: string, day: string): Trend | undefined {
  const file = findBaseline(cwd, present.repository);
  const read = file === undefined ? undefined : readBaseline(file);
  if (file === undefined || !read?.ok) return undefined;
  const { fresh, known, closed } = compare(read.gaps, findings, present);
  const past = history(relativeTo(present.repository, file), present.repository);
  return {
    known: known.length,
    fresh: new Set(fresh),
    closed: closed.length,
    history: [...past, { day, gaps: findings.length }],
  };
}

/** More points than this make no better curve. */
const MOST = 60;

function history(file: string, repository: string): Trend["history"] {
  const commits = git(repository, ["log", `--max-count=${MOST}`, "--format=%H %cs", "--", file]);
  if (!commits.ok) return [];
  const lines = commits.text.trim().split("\n").filter(Boolean).reverse();
  return lines.flatMap((line) => {
    const [commit = "", day = ""] = line.split(" ");
    const text = git(repository, ["show", `${commit}:${file}`]);
    const gaps = text.ok ? gapsOf(text.text) : undefined;
    return gaps ? [{ day, gaps: gaps.length }] : [];
  });
}
