import { readFileSync } from "node:fs";
import type { Finding } from "../analyzer/trace.js";
import { rulesById } from "../rules/index.js";
import type { OpenOptions, OpenResult, RuleSettings, Session } from "../rules/session.js";
import { repositoryAround } from "../rules/repository.js";
import { severityRank } from "../rules/severity.js";
import type { CheckAsked } from "./commands/check.js";
import { applyFixes, reviewedFix, safeFixes } from "./fix.js";
import { writeReports } from "./formats/reports.js";
import { exit, misuse, type Host } from "./host.js";
import { comparedWith, earlierGaps } from "./known/compared.js";
import { suggestion } from "./nearest.js";
import type { Outcome } from "./outcome.js";
import { packageVersion } from "./package.js";
import { createProgress } from "./progress.js";
import { layVerdicts } from "./standings.js";
import { createStyle } from "./style.js";

/** Runs `idemlint check`; the answer is the exit code. */
export function check(command: CheckAsked, host: Host, open: (options: OpenOptions) => OpenResult): number {
  const unknown = Object.keys(command.rules).find((rule) => !rulesById.has(rule));
  if (unknown !== undefined)
    return misuse(
      `There is no rule ${unknown}.${suggestion(unknown, rulesById.keys())} idemlint explain lists them.`,
      host,
    );

  const progress = createProgress(host.err);
  const opened = open({ cwd: host.cwd, paths: command.paths, project: command.project, onProgress: progress.report });
  if (!opened.ok) {
    progress.clear();
    return misuse(opened.problem.message, host);
  }
  const { session } = opened;
  const settings: RuleSettings = { preset: command.strict ? "strict" : "recommended", rules: command.rules };
  const earlier = earlierGaps(command.against, session, settings, host.cwd);
  if (!earlier.ok) {
    progress.clear();
    return misuse(earlier.message, host);
  }
  const first = comparedWith(session.check(settings), earlier, session);
  progress.clear();
  if (first.misconfigured) {
    for (const { message } of first.misconfigured) misuse(message, host);
    return exit.usage;
  }

  const again = () => comparedWith(session.check(settings), earlier, session);
  const fixed = repair(command, session, first, again);
  if (!fixed.ok) return misuse(fixed.message, host);
  const laid = layVerdicts(fixed.result, command.verdicts, host.cwd);
  if (!laid.ok) return misuse(laid.message, host);
  report(laid.outcome, command, host);
  if (fixed.applied > 0)
    host.err.write(`${fixed.applied === 1 ? "1 fix was" : `${fixed.applied} fixes were`} applied.\n`);
  return laid.outcome.findings.some((finding) => fails(finding, command)) ? exit.findings : exit.clean;
}

type Repaired =
  | { readonly ok: true; readonly result: Outcome; readonly applied: number }
  | { readonly ok: false; readonly message: string };

/** A fix can uncover another one (it waited for its turn); more rounds than this mean that two undo each other. */
const MAX_ROUNDS = 10;

function repair(command: CheckAsked, session: Session, first: Outcome, check: () => Outcome): Repaired {
  let result = first;
  let applied = 0;
  const again = (changed: ReadonlySet<string>) => {
    for (const file of changed) session.touch(file);
    result = check();
  };
  for (const chosen of command.fixReview) {
    const found = reviewedFix(chosen, [...result.findings, ...(result.compared?.known ?? [])]);
    if (!found.ok) return found;
    again(applyFixes([found.fix]));
    applied++;
  }
  for (let round = 0; command.fix && round < MAX_ROUNDS; round++) {
    const fixes = safeFixes(result.findings);
    if (fixes.length === 0) break;
    const before = result.findings.length;
    again(applyFixes(fixes));
    applied += Math.max(0, before - result.findings.length);
  }
  return { ok: true, result, applied };
}

function report(outcome: Outcome, command: CheckAsked, host: Host): void {
  const context = {
    cwd: host.cwd,
    repository: repositoryAround(host.cwd) ?? host.cwd,
    style: createStyle(host.out, host.env),
    width: Math.min(120, host.out.columns ?? 100),
    text: readSource,
    stats: command.stats,
    coverage: command.coverage,
    call: callOf(command),
    failOn: command.failOn,
    version: packageVersion(),
    env: host.env,
  };
  writeReports(outcome, command.reports, context, host.out);
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
