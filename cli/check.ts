import { rulesById } from "../rules/index.js";
import type { OpenOptions, OpenResult, RuleSettings, Session } from "../rules/session.js";
import type { CheckAsked } from "./commands/check.js";
import { createTiming } from "../rules/judging/timing.js";
import { conclude } from "./conclude.js";
import { applyFixes, reviewedFix, safeFixes } from "./fix.js";
import { exit, misuse, type Host } from "./host.js";
import { runJobs } from "./jobs/run-jobs.js";
import { comparedWith, earlierGaps } from "./known/compared.js";
import { suggestion } from "./nearest.js";
import type { Outcome } from "./outcome.js";
import { createProgress } from "./progress.js";
import { timingTable } from "./timing-table.js";

/** Runs `idemlint check`; the answer is the exit code. `keep` gets what it came to before it is reported. */
export async function check(
  command: CheckAsked,
  host: Host,
  open: (options: OpenOptions) => OpenResult,
  keep?: (outcome: Outcome) => void,
): Promise<number> {
  const unknown = Object.keys(command.rules).find((rule) => !rulesById.has(rule));
  if (unknown !== undefined)
    return misuse(
      `There is no rule ${unknown}.${suggestion(unknown, rulesById.keys())} idemlint explain lists them.`,
      host,
    );

  const progress = createProgress(host.err);
  const { paths, project } = command;
  const timing = command.timing ? createTiming() : undefined;
  const opened = open({
    cwd: host.cwd,
    paths,
    project,
    onProgress: progress.report,
    ...(timing && { timing }),
    ...(command.share && { share: command.share }),
  });
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
  const { repository } = session.present;
  const whole =
    command.jobs > 1
      ? await runJobs(
          command.jobs,
          { cwd: host.cwd, paths, ...(project !== undefined && { project }), settings },
          repository,
        )
      : { ok: true as const, result: session.check(settings) };
  progress.clear();
  if (!whole.ok) return misuse(whole.message, host);
  const first = ofShare(comparedWith(whole.result, earlier, session), command);
  if (first.misconfigured) {
    for (const { message } of first.misconfigured) misuse(message, host);
    return exit.usage;
  }

  const again = () => comparedWith(session.check(settings), earlier, session);
  const fixed = repair(command, session, first, again);
  if (!fixed.ok) return misuse(fixed.message, host);
  keep?.(fixed.result);
  const code = await conclude(fixed.result, command, host);
  if (fixed.applied > 0)
    host.err.write(`${fixed.applied === 1 ? "1 fix was" : `${fixed.applied} fixes were`} applied.\n`);
  if (timing) host.err.write(timingTable(timing));
  return code;
}

/** A part of the entry points says nothing about what it did not look at: closed gaps, comments that switch nothing off. */
function ofShare(outcome: Outcome, { share }: CheckAsked): Outcome {
  if (!share) return outcome;
  const { compared, problems } = outcome;
  return {
    ...outcome,
    problems: problems.filter(({ idleSuppression }) => !idleSuppression),
    ...(compared && { compared: { ...compared, closed: 0 } }),
  };
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
