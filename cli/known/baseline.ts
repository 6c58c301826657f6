import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { compare } from "../../rules/known/compare.js";
import { knownGap, type KnownGap } from "../../rules/known/known-gap.js";
import type { OpenOptions, OpenResult } from "../../rules/session.js";
import type { BaselineAsked } from "../commands/baseline.js";
import { count } from "../style.js";
import { exit, misuse, type Host } from "../host.js";
import { relativeTo } from "../places.js";
import { createProgress } from "../progress.js";
import { baselineName, findBaseline, readBaseline, writeBaseline } from "./baseline-file.js";

/** Runs `idemlint baseline`; the answer is the exit code. */
export function baseline(asked: BaselineAsked, host: Host, open: (options: OpenOptions) => OpenResult): number {
  const progress = createProgress(host.err);
  const { paths, project } = asked;
  const opened = open({ cwd: host.cwd, paths, ...(project !== undefined && { project }), onProgress: progress.report });
  if (!opened.ok) {
    progress.clear();
    return misuse(opened.problem.message, host);
  }
  const { session } = opened;
  const { findings, misconfigured } = session.check({ preset: asked.strict ? "strict" : "recommended" });
  progress.clear();
  if (misconfigured) return misuse(misconfigured.map(({ message }) => message).join("\nidemlint: "), host);

  const { repository } = session.present;
  const file =
    asked.file === undefined
      ? (findBaseline(host.cwd, repository) ?? join(host.cwd, baselineName))
      : resolve(host.cwd, asked.file);
  const exists = existsSync(file);
  if (asked.prune && !exists) return misuse(`There is no baseline at ${file}. idemlint baseline writes one.`, host);
  const before = exists ? readBaseline(file) : { ok: true as const, gaps: [] };
  if (!before.ok && asked.prune) return misuse(before.message, host);

  const earlier = before.ok ? before.gaps : [];
  const { fresh, known, closed } = compare(earlier, findings, session.present);
  const now = (found: readonly (typeof findings)[number][]) => found.map((one) => knownGap(one, repository));
  // Packages that were not looked at keep what is known of them.
  const elsewhere = earlier.filter((gap) => !closed.includes(gap) && !known.some((one) => one.gap === gap));
  const remembered: KnownGap[] = [
    ...elsewhere,
    ...now(known.map(({ finding }) => finding)),
    ...(asked.prune ? [] : now(fresh)),
  ];
  writeBaseline(file, remembered);
  const told = [
    `${count(remembered.length, "gap")} known`,
    ...(exists && !asked.prune && fresh.length > 0 ? [`${fresh.length} of them new`] : []),
    ...(closed.length > 0 ? [`${closed.length} closed since and forgotten`] : []),
    ...(asked.prune && fresh.length > 0 ? [`${fresh.length} not remembered: idemlint check reports them`] : []),
  ];
  host.out.write(`${relativeTo(host.cwd, file)}: ${told.join(", ")}.\n`);
  return exit.clean;
}
