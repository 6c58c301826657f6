import { changesAnything, mutantControl, newIntentControl } from "./controls.js";
import { runSchedule } from "./drive.js";
import { baselineOf, blamed, effectsOf, judge, siteKey, type Baseline, type Judgement } from "./judge.js";
import { contentHash } from "./line-hash.js";
import type { Run, RunContext } from "./run.js";
import { checkScenario, settingsOf, type Scenario, type Settings, type VerifyOptions } from "./scenario.js";
import { isWanted, schedulesFor, type Schedule } from "./schedules.js";
import { openSession, type Session } from "./session.js";
import type { Controls, Findings, NotRun, ScheduleResult, SiteVerdict, VerdictKind } from "./verdict.js";

/** A verification with the runs behind it, for reports. */
export interface Verification {
  readonly findings: Findings;
  /** One clean run; absent when the handler never ran. */
  readonly clean?: Run;
  /** The run that shows the fault, with its judgement. */
  readonly shown?: { readonly run: Run; readonly judgement: Judgement };
}

/** Runs a scenario under every schedule that applies and says whether its effect is the same as once. */
export async function verify<Payload>(scenario: Scenario<Payload>, options: VerifyOptions): Promise<Verification> {
  checkScenario(scenario as unknown as Scenario<never>);
  const settings = settingsOf(options);
  const started = performance.now();
  const session = await openSession(scenario);
  try {
    return await verifyIn({ scenario, settings, session }, started);
  } finally {
    await session.close();
  }
}

interface Shown {
  readonly run: Run;
  readonly judgement: Judgement;
}

async function verifyIn<Payload>(opened: RunContext<Payload>, started: number): Promise<Verification> {
  const { session, settings } = opened;
  const first = await runSchedule(opened, { family: "S0", id: "S0.1" });
  const second = await runSchedule(opened, { family: "S0", id: "S0.2" });
  const context = { ...opened, cleanMs: Math.max(first.durationMs, second.durationMs) };
  const early = (verdict: VerdictKind, reason: string, volatile: readonly string[] = []): Verification => ({
    findings: {
      ...frame(context, started),
      verdict,
      reason,
      sites: effectsOf(first).flatMap((effect) =>
        siteOf(effect, { verdict: verdict === "flaky" ? "flaky" : "inconclusive" }),
      ),
      schedules: [],
      notRun: [],
      volatile,
      unattributed: unattributed([first, second]),
    },
    clean: first,
  });
  const failed = [first, second].flatMap((run) => run.outcomes).find((outcome) => !outcome.ok);
  if (failed) return early("inconclusive", `a clean attempt failed: ${failed.text}${blockedNote(session)}`);
  const baseline = baselineOf(first, second);
  const volatile = [...baseline.volatile.columns, ...baseline.volatile.fields];
  const [unstable] = baseline.unstable;
  if (unstable) {
    return early(
      "flaky",
      `two clean runs with the same input differ: ${unstable.group} has ${unstable.once} in one and ${unstable.now} in the other`,
      volatile,
    );
  }
  if (baseline.points.length === 0 && !(await changesAnything(context, baseline)))
    return early("not-reached", "a clean attempt had no effect that the harness observes", volatile);

  const { twice, ...newIntent } = await newIntentControl(context, baseline);
  const all = schedulesFor(baseline.points, {
    concurrent: session.concurrent === true,
    kill: session.program?.recorded === true,
    late: context.scenario.consumer === true,
  });
  const wanted = all
    .filter((schedule) => isWanted(schedule, settings))
    .filter((_schedule, index) => inShard(index, settings));
  const walk = await walkSchedules(context, baseline, twice, wanted, started);
  const mutant = await mutantControl(context, baseline, wanted.length > 0 ? wanted : all);
  const notRun = familiesNotRun(session, settings, all, wanted);
  const verdict = conclude({ walk, newIntent, mutant, notRun, session, wanted, settings });
  return {
    findings: {
      ...frame(context, started),
      ...verdict,
      sites: sitesOf(baseline, walk, verdict),
      schedules: walk.results,
      controls: { newIntent, mutant },
      notRun,
      volatile,
      unattributed: unattributed([first, second]),
    },
    clean: first,
    ...(walk.shown ? { shown: walk.shown } : {}),
  };
}

function frame<Payload>(
  { scenario, session, settings }: RunContext<Payload>,
  started: number,
): Pick<Findings, "scenario" | "seed" | "excluded" | "blocked" | "durationMs"> {
  return {
    scenario: scenario.name,
    seed: settings.seed,
    excluded: session.stores.flatMap((store) => store.excluded),
    blocked: session.blocked.map(
      (call) => `${call.text}${call.place ? ` at ${call.place.file}:${call.place.line}` : ""}`,
    ),
    durationMs: Math.round(performance.now() - started),
  };
}

interface Walk {
  readonly results: readonly ScheduleResult[];
  readonly shown?: Shown;
  readonly shownKind?: "confirmed" | "wedged" | "flaky";
  /** Sites by the worst that a schedule showed about them. */
  readonly blame: ReadonlyMap<string, { readonly verdict: VerdictKind; readonly schedule: string }>;
  readonly outOfTime: number;
}

async function walkSchedules<Payload>(
  context: RunContext<Payload>,
  once: Baseline,
  twice: Baseline,
  schedules: readonly Schedule[],
  started: number,
): Promise<Walk> {
  const results: ScheduleResult[] = [];
  const blame = new Map<string, { verdict: VerdictKind; schedule: string }>();
  const shown = new Map<"confirmed" | "wedged" | "flaky", Shown>();
  let outOfTime = 0;
  for (const schedule of schedules) {
    if (performance.now() - started > context.settings.budgetMs) {
      outOfTime += 1;
      continue;
    }
    const baseline = schedule.family === "S7" ? twice : once;
    const run = await runSchedule(context, schedule);
    const judgement = judge(baseline, run);
    const entry = {
      id: schedule.id,
      family: schedule.family,
      differences: judgement.differences,
      durationMs: Math.round(run.durationMs),
    };
    if (judgement.result === "held") {
      results.push({ ...entry, result: "point" in schedule && !run.reached ? "not-reached" : "held" });
      continue;
    }
    const again = judge(baseline, await runSchedule(context, schedule, "2"));
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

interface Grounds {
  readonly walk: Walk;
  readonly newIntent: Controls["newIntent"];
  readonly mutant: Controls["mutant"];
  readonly notRun: readonly NotRun[];
  readonly session: Session;
  readonly wanted: readonly Schedule[];
  readonly settings: Settings;
}

function conclude({
  walk,
  newIntent,
  mutant,
  notRun,
  session,
  wanted,
  settings,
}: Grounds): Pick<Findings, "verdict" | "reason" | "schedule"> {
  if (walk.shown && walk.shownKind) {
    const schedule = walk.shown.run.schedule.id;
    return { verdict: walk.shownKind, reason: `${schedule}: ${walk.shown.judgement.what}`, schedule };
  }
  const open = (reason: string): Pick<Findings, "verdict" | "reason"> => ({ verdict: "inconclusive", reason });
  if (wanted.length === 0)
    return open(`no schedule of this scenario is ${settings.schedule ?? settings.only.join(", ")}`);
  if (session.blocked.length > 0) return open(`an outbound call was refused${blockedNote(session)}`);
  if (!newIntent.passed) return open(newIntent.what);
  if (walk.outOfTime > 0)
    return open(
      `it held in ${walk.results.length} schedules; ${walk.outOfTime} more were not run: the budget of ${settings.budgetMs} ms is used up`,
    );
  const [missing] = notRun.filter(({ family }) => family !== "S5");
  if (missing)
    return open(`it held in ${walk.results.length} schedules, but ${missing.family} was not run: ${missing.reason}`);
  if (!mutant.passed)
    return open(`it held in ${walk.results.length} schedules, but the mutant control did not fail: ${mutant.what}`);
  return {
    verdict: "refuted",
    reason: `the effect is the same as once for these ${walk.results.length} schedules; ${mutant.what}`,
  };
}

function familiesNotRun(
  session: Session,
  settings: Settings,
  all: readonly Schedule[],
  wanted: readonly Schedule[],
): readonly NotRun[] {
  const missing: NotRun[] = [];
  if (session.concurrent !== true && !/scenario says/.test(session.concurrent))
    missing.push({ family: "S6", reason: session.concurrent });
  if (session.program?.recorded !== true) missing.push({ family: "S5", reason: whyNotKilled(session) });
  if (all.every((schedule) => !("point" in schedule))) {
    missing.push({
      family: "S6",
      reason: "the effects are seen in the stores alone, so there is no point at which two attempts could meet",
    });
  }
  for (const family of ["S1", "S2", "S3", "S4", "S5", "S6"] as const) {
    if (all.some((schedule) => schedule.family === family) && !wanted.some((schedule) => schedule.family === family)) {
      missing.push({ family, reason: settings.shard ? "it is in another shard" : "it was not asked for" });
    }
  }
  return missing;
}

function whyNotKilled(session: Session): string {
  return session.program
    ? "the program did not load the recorders: only Node programs can be killed at an effect"
    : "the program runs in this process; give start a command to have it killed";
}

function inShard(index: number, settings: Settings): boolean {
  return settings.shard === undefined || index % settings.shard.of === settings.shard.part - 1;
}

type Effect = ReturnType<typeof effectsOf>[number];

function sitesOf(baseline: Baseline, walk: Walk, overall: Pick<Findings, "verdict">): readonly SiteVerdict[] {
  const seen = new Map(effectsOf(baseline.run).map((effect) => [siteKey(effect), effect]));
  return [...seen].flatMap(([key, effect]) => {
    const blame = walk.blame.get(key);
    if (blame) return siteOf(effect, blame);
    return siteOf(effect, { verdict: overall.verdict === "refuted" ? "refuted" : "inconclusive" });
  });
}

function siteOf(
  effect: Effect,
  found: { readonly verdict: VerdictKind; readonly schedule?: string },
): readonly SiteVerdict[] {
  if (!effect.place) return [];
  const { file, line, column } = effect.place;
  return [{ file, line, column, kind: effect.kind, target: effect.target, content: contentHash(file, line), ...found }];
}

function unattributed(runs: readonly Run[]): readonly string[] {
  const seen = runs
    .flatMap((run) => run.log)
    .filter(({ effect }) => effect.invocation === undefined && effect.role !== "read");
  return [
    ...new Set(
      seen.map(
        ({ effect }) =>
          `${effect.kind} ${effect.target}${effect.place ? ` at ${effect.place.file}:${effect.place.line}` : ""}`,
      ),
    ),
  ];
}

function blockedNote(session: Session): string {
  const [call] = session.blocked;
  if (!call) return "";
  return `; ${call.text}${call.place ? ` at ${call.place.file}:${call.place.line}` : ""} was blocked: allow the host, or observe it with http({ provider: "${call.host}" })`;
}
