import { blockedNote, conclude, familiesNotRun } from "./conclusion.js";
import { changesAnything, mutantControl, newIntentControl } from "./controls.js";
import { runSchedule } from "./drive.js";
import { baselineOf, effectsOf, siteKey, struckPoints, type Baseline } from "./judge.js";
import { contentHash } from "./line-hash.js";
import type { Run, RunContext } from "./run.js";
import { checkScenario, settingsOf, type Scenario, type Settings, type VerifyOptions } from "./scenario.js";
import { isWanted, pairNamed, schedulesFor } from "./schedules.js";
import { openSession } from "./session.js";
import type { Findings, SiteVerdict, VerdictKind } from "./verdict.js";
import { walkSchedules, type Shown, type Walk } from "./walk.js";

/** A verification with the runs behind it, for reports. */
export interface Verification {
  readonly findings: Findings;
  /** One clean run; absent when the handler never ran. */
  readonly clean?: Run;
  /** The run that shows the fault, with its judgement. */
  readonly shown?: Shown;
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
  // A schedule that is named is run wherever in a loop it strikes.
  const points = settings.schedule === undefined ? struckPoints(first, 1) : baseline.points;
  const all = schedulesFor(points, {
    concurrent: session.concurrent === true,
    kill: session.program?.recorded === true,
    late: context.scenario.consumer === true,
  });
  const named = settings.schedule === undefined ? undefined : pairNamed(settings.schedule, all);
  const wanted = (named ? [named] : all.filter((schedule) => isWanted(schedule, settings))).filter((_schedule, index) =>
    inShard(index, settings),
  );
  const walk = await walkSchedules(context, baseline, twice, wanted, started);
  const mutant = await mutantControl(context, baseline, twice, wanted.length > 0 ? wanted : all);
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
): Pick<Findings, "scenario" | "entry" | "seed" | "excluded" | "blocked" | "unhandled" | "durationMs"> {
  return {
    scenario: scenario.name,
    entry: scenario.entry ?? scenario.name,
    seed: settings.seed,
    excluded: session.stores.flatMap((store) => store.excluded),
    blocked: session.blocked.map(
      (call) => `${call.text}${call.place ? ` at ${call.place.file}:${call.place.line}` : ""}`,
    ),
    unhandled: [...session.unhandled],
    durationMs: Math.round(performance.now() - started),
  };
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
