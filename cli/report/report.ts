import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { readVerdicts } from "../../harness/verdicts-file.js";
import { verdictsPath } from "../../map/proofs.js";
import type { OpenOptions, OpenResult } from "../../rules/session.js";
import type { ReportAsked } from "../commands/report.js";
import { exit, misuse, type Host } from "../host.js";
import { git } from "../known/git.js";
import { packageVersion } from "../package.js";
import { relativeTo } from "../places.js";
import { createProgress } from "../progress.js";
import { operationsFor } from "./audit.js";
import { renderPage } from "./page.js";
import { trendOf } from "./trend.js";

/** Runs `idemlint report`; the answer is the exit code. */
export function report(asked: ReportAsked, host: Host, open: (options: OpenOptions) => OpenResult): number {
  const { paths, project } = asked;
  const progress = createProgress(host.err);
  const opened = open({ cwd: host.cwd, paths, ...(project !== undefined && { project }), onProgress: progress.report });
  if (!opened.ok) {
    progress.clear();
    return misuse(opened.problem.message, host);
  }
  const { session } = opened;
  const result = session.check({ preset: asked.strict ? "strict" : "recommended" });
  progress.clear();
  const verdicts = readVerdicts(resolve(host.cwd, asked.verdicts ?? verdictsPath))?.verdicts ?? [];
  const day = new Date().toISOString().slice(0, 10);
  const trend = trendOf(result.findings, session.present, host.cwd, day);
  const commit = git(session.root, ["describe", "--always", "--dirty", "--exclude=*"]);
  const page = renderPage(
    {
      title: asked.title ?? nameOf(session.root),
      day,
      ...(commit.ok && { commit: commit.text.trim() }),
      version: packageVersion(),
      operations: operationsFor(result, verdicts),
      gaps: result.findings,
      fresh: trend?.fresh ?? new Set(),
      ...(trend && { trend }),
      suppressed: result.suppressed ?? [],
      verdicts,
      stats: result.stats,
      problems: result.problems.map(({ message, file }) =>
        file === undefined ? message : message.replaceAll(file, relativeTo(host.cwd, file)),
      ),
    },
    host.cwd,
  );
  const file = resolve(host.cwd, asked.out);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page);
  host.out.write(`${relativeTo(host.cwd, file)}: open it in a browser, or print it.\n`);
  return exit.clean;
}

/** The package's name, else the folder's. */
function nameOf(root: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly name?: unknown };
    if (typeof name === "string") return name;
  } catch {
    // A folder without a package is called by its own name.
  }
  return basename(root);
}
