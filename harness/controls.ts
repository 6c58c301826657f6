import { silently } from "./context.js";
import { compareFacts } from "./oracle/compare.js";
import { judge, type Baseline } from "./judge.js";
import { perform, type Run, type RunContext } from "./run.js";
import { runSchedule } from "./drive.js";
import { openSession } from "./session.js";
import type { Schedule } from "./schedules.js";
import type { Controls } from "./verdict.js";

const ONCE_MORE: Schedule = { family: "S1", id: "S1" };

/** Another key must have a second effect, or a dead handler would pass everything. What two intents come to is what S7 compares with. */
export async function newIntentControl<Payload>(
  context: RunContext<Payload>,
  baseline: Baseline,
): Promise<Controls["newIntent"] & { readonly twice: Baseline }> {
  const run = await perform(context, ONCE_MORE, "new intent", async (open) => {
    await open.attempt(open.intent());
    await open.attempt(open.intent());
  });
  const differences = compareFacts(baseline.facts, baseline.factsOf(run));
  const grown = differences.find((difference) => difference.kind !== "fewer");
  const twice = { ...baseline, run, facts: baseline.factsOf(run) };
  return grown
    ? {
        twice,
        passed: true,
        what: `another key had a second effect (${grown.group}${grown.kind === "more" ? `: ${grown.once} → ${grown.now}` : " changed again"})`,
      }
    : {
        twice,
        passed: false,
        what: `another key had no second effect: ${whyNone(run)}`,
      };
}

/** What is written to a table that no observer holds is seen to happen and changes nothing. */
function whyNone({ log, state }: Run): string {
  const watched = new Set(state.tables.map(({ name }) => name.replace(/^.*\./, "")));
  const isUnwatched = (target: string) => /^[\w.]+$/.test(target) && !watched.has(target.replace(/^.*\./, ""));
  const unseen = log.find(
    ({ effect, performed }) => performed && effect.role === "write" && isUnwatched(effect.target),
  );
  return unseen === undefined
    ? "this handler ignores new work, so that nothing repeats proves nothing"
    : `it writes to ${unseen.effect.target}, which is not watched. Observe where it writes; tables have to be there before the program is started`;
}

/**
 * The handler without its guard must fail. A mutant that the scenario gives is run as it is; otherwise the guard's memory is taken
 * away between two attempts: first the idempotency records and provider keys alone, then every store.
 */
export async function mutantControl<Payload>(
  context: RunContext<Payload>,
  baseline: Baseline,
  twice: Baseline,
  schedules: readonly Schedule[],
): Promise<Controls["mutant"]> {
  if (context.scenario.mutant) return givenMutant(context, baseline, twice, schedules);
  return (await withoutRecords(context, baseline)) ?? (await withoutMemory(context, baseline));
}

async function givenMutant<Payload>(
  context: RunContext<Payload>,
  baseline: Baseline,
  twice: Baseline,
  schedules: readonly Schedule[],
): Promise<Controls["mutant"]> {
  const scenario = { ...context.scenario, ...context.scenario.mutant };
  const session = scenario.start === context.scenario.start ? context.session : await openSession(scenario);
  try {
    for (const schedule of schedules) {
      const run = await runSchedule({ ...context, scenario, session }, schedule, "mutant");
      const judgement = judge(schedule.family === "S7" ? twice : baseline, run);
      if (judgement.result !== "held")
        return { passed: true, what: `the scenario's mutant fails at ${schedule.id} (${judgement.what})` };
    }
    return {
      passed: false,
      what: "the scenario's mutant passed every schedule: either it is guarded after all, or these schedules do not reach its guard",
    };
  } finally {
    if (session !== context.session) await session.close();
  }
}

async function withoutRecords<Payload>(
  context: RunContext<Payload>,
  baseline: Baseline,
): Promise<Controls["mutant"] | undefined> {
  let forgotten: readonly string[] = [];
  const run = await perform(context, ONCE_MORE, "without records", async (open) => {
    const intent = open.intent();
    await open.attempt(intent);
    forgotten = await forget(context);
    await open.attempt(intent);
  });
  if (forgotten.length === 0) return undefined;
  const judgement = judge(baseline, run);
  if (judgement.result !== "repeated") return undefined;
  return { passed: true, what: `with ${forgotten.join(" and ")} forgotten, S1 repeats the effect (${judgement.what})` };
}

async function withoutMemory<Payload>(context: RunContext<Payload>, baseline: Baseline): Promise<Controls["mutant"]> {
  const untouched = await untouchedRun(context);
  const run = await perform(context, ONCE_MORE, "without memory", async (open) => {
    const intent = open.intent();
    await open.attempt(intent);
    await context.session.restore();
    await open.attempt(intent);
  });
  const second = run.log.filter(({ effect, performed }) => effect.attempt === 2 && performed && effect.role !== "read");
  const changed = compareFacts(baseline.factsOf(untouched), baseline.factsOf(run));
  const seen = second.length > 0 || baseline.points.length === 0;
  return seen && changed.length > 0
    ? {
        passed: true,
        what: `with every store back at its start, the second attempt has the effect again (${changed.map((difference) => difference.group).join(", ")})`,
      }
    : {
        passed: false,
        what: "with every store back at its start, the second attempt still has no effect: the guard lives in the memory of the process, which a restart forgets",
      };
}

/** Whether a clean run changes anything that is observed, whoever does it. */
export async function changesAnything<Payload>(context: RunContext<Payload>, baseline: Baseline): Promise<boolean> {
  return compareFacts(baseline.factsOf(await untouchedRun(context)), baseline.facts).length > 0;
}

function untouchedRun<Payload>(context: RunContext<Payload>): ReturnType<typeof perform> {
  return perform(context, ONCE_MORE, "untouched", () => Promise.resolve());
}

async function forget<Payload>(context: RunContext<Payload>): Promise<readonly string[]> {
  const names: string[] = [];
  for (const store of context.session.stores) names.push(...(await silently(() => store.forgetRecords())));
  return names;
}
