import { readFileSync } from "node:fs";
import type { Finding } from "../analyzer/trace.js";
import { repositoryAround } from "../rules/judging/repository.js";
import { severityRank } from "../rules/judging/severity.js";
import type { CheckAsked } from "./commands/check.js";
import { writeReports } from "./formats/reports.js";
import { exit, misuse, type Host } from "./host.js";
import type { Outcome } from "./outcome.js";
import { packageVersion } from "./package.js";
import { layVerdicts } from "./standings.js";
import { createStyle } from "./style.js";

/** Reports what a check came to; the answer is the exit code. */
export async function conclude(outcome: Outcome, asked: CheckAsked, host: Host): Promise<number> {
  const laid = layVerdicts(outcome, asked.verdicts, host.cwd);
  if (!laid.ok) return misuse(laid.message, host);
  const context = {
    cwd: host.cwd,
    repository: repositoryAround(host.cwd) ?? host.cwd,
    style: createStyle(host.out, host.env),
    width: Math.min(120, host.out.columns ?? 100),
    text: readSource,
    stats: asked.stats,
    coverage: asked.coverage,
    call: callOf(asked),
    failOn: asked.failOn,
    version: packageVersion(),
    env: host.env,
  };
  await writeReports(laid.outcome, asked.reports, context, host.out);
  const isUnused = asked.failOnUnused && laid.outcome.problems.some(({ idleSuppression }) => idleSuppression);
  return isUnused || laid.outcome.findings.some((finding) => fails(finding, asked)) ? exit.findings : exit.clean;
}

/** The call again, without what concerns output: a fingerprint holds for the same paths only. */
function callOf({ paths, project, strict }: CheckAsked): string {
  const quoted = paths.map((path) => (/^[\w@%+=:,./-]+$/.test(path) ? path : JSON.stringify(path)));
  const words = ["idemlint check", ...quoted, ...(project === undefined ? [] : ["--project", project])];
  return [...words, ...(strict ? ["--strict"] : [])].join(" ");
}

function readSource(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}

function fails(finding: Finding, { failOn }: CheckAsked): boolean {
  return severityRank(finding.severity) >= severityRank(failOn);
}
