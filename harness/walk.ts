import { runSchedule } from "./drive.js";
import { blamed, judge, siteKey, struckPoints, unanswered, type Baseline, type Judgement } from "./judge.js";
import { livenessOf } from "./liveness.js";
import type { Run, RunContext } from "./run.js";
import { deeper, type Schedule } from "./schedules.js";
import type { ScheduleResult, VerdictKind } from "./verdict.js";

/** A run that shows a fault, with its judgement. */
export interface Shown {
  readonly run: Run;
  readonly judgement: Judgement;
}

/** What all schedules together showed. */
export interface Walk {
  readonly results: readonly ScheduleResult[];
  readonly shown?: Shown;
  readonly shownKind?: "confirmed" | "wedged" | "flaky";
  /** Sites by the worst that a schedule showed about them. */
  readonly blame: ReadonlyMap<string, { readonly verdict: VerdictKind; readonly schedule: string }>;
  readonly outOfTime: number;
}

/** Runs the schedules one by one; what breaks one is run a second time, and disagreement is flaky. `twice` is what two intents come to. */
export async function walkSchedules<Payload>(
  context: RunContext<Payload>,
  once: Baseline,
  twice: Baseline,
  schedules: readonly Schedule[],
  started: number,
): Promise<Walk> {
  const results: ScheduleResult[] = [];
  const blame = new Map<string, { verdict: VerdictKind; schedule: string }>();
  const shown = new Map<"confirmed" | "wedged" | "flaky", Shown>();
  const isLive = livenessOf(context);
  const judged = async (baseline: Baseline, run: Run): Promise<Judgement> => {
    const judgement = judge(baseline, run);
    return judgement.result === "held" && !(await isLive(run)) ? unanswered(run) : judgement;
  };
  const { depth, budgetMs } = context.settings;
  let outOfTime = 0;
  const queue = [...schedules];
  for (let schedule = queue.shift(); schedule !== undefined; schedule = queue.shift()) {
    if (performance.now() - started > budgetMs) {
      outOfTime += 1;
      continue;
    }
    const baseline = schedule.family === "S7" ? twice : once;
    const run = await runSchedule(context, schedule);
    const judgement = await judged(baseline, run);
    const entry = {
      id: schedule.id,
      family: schedule.family,
      differences: judgement.differences,
      durationMs: Math.round(run.durationMs),
    };
    if (judgement.result === "held") {
      results.push({ ...entry, result: run.reached ? "held" : "not-reached" });
      // What one fault alone breaks needs no second one.
      if (depth === 2 && !("then" in schedule)) queue.push(...deeper(schedule, struckPoints(run, 2)));
      continue;
    }
    const again = await judged(baseline, await runSchedule(context, schedule, "2"));
    const result = again.result === judgement.result ? judgement.result : "flaky";
    const kind = result === "wedged" || result === "flaky" ? result : "confirmed";
    results.push({ ...entry, result });
    if (!shown.has(kind)) shown.set(kind, { run, judgement });
    for (const effect of blamed(baseline, run, judgement)) {
      const known = blame.get(siteKey(effect));
      if (!known || (known.verdict !== "confirmed" && kind === "confirmed"))
        blame.set(siteKey(effect), { verdict: kind, schedule: schedule.id });
    }
  }
  const shownKind = (["confirmed", "wedged", "flaky"] as const).find((kind) => shown.has(kind));
  const worst = shownKind ? shown.get(shownKind) : undefined;
  return { results, blame, outOfTime, ...(worst && shownKind ? { shown: worst, shownKind } : {}) };
}
