import { silently } from "./context.js";
import { setTimeout as pause } from "node:timers/promises";
import { perform, type Intent, type OpenRun, type Run, type RunContext } from "./run.js";
import type { Schedule } from "./schedules.js";
import type { Session } from "./session.js";

/** Default time within which a retry must have been able to succeed. */
const LEASE_MS = 300_000;
/** An attempt that does nothing the gate can see for this long waits for the other one; a slow machine is given more. */
const STALLED_MS = 300;
const SLOWEST_STALL_MS = 3_000;
const CLEAN_RUNS_TO_STALL = 8;

/** Runs one schedule. The repetition tells two runs of the same schedule apart: their keys differ. */
export function runSchedule<Payload>(context: RunContext<Payload>, schedule: Schedule, repetition = "1"): Promise<Run> {
  const perturbed = schedule.id === "S0.2";
  return perform(context, schedule, repetition, (run) => stepsOf(context, schedule, run), perturbed);
}

async function stepsOf<Payload>(context: RunContext<Payload>, schedule: Schedule, run: OpenRun): Promise<void> {
  const intent = run.intent();
  switch (schedule.family) {
    case "S0":
      await run.attempt(intent);
      return;
    case "S1":
      await run.attempt(intent);
      await run.attempt(intent);
      return;
    case "S2":
      await run.attempt(intent, { cut: true });
      await retry(context, run, intent);
      return;
    case "S7": {
      const newer = run.intent();
      await run.attempt(intent);
      await run.attempt(newer);
      if (schedule.id === "S7-reversed") await run.attempt(newer, { redelivered: true });
      await run.attempt(intent, { redelivered: true });
      return;
    }
    case "S6":
      await race(context, schedule.first, run, intent);
      if (run.outcomes.some((outcome) => !outcome.ok)) await retry(context, run, intent);
      return;
    default:
      await run.attempt(intent);
      await retry(context, run, intent);
  }
}

/** Tries again until an attempt succeeds; once past the second, the declared lease has run out too. */
async function retry<Payload>(context: RunContext<Payload>, run: OpenRun, intent: Intent): Promise<void> {
  const { scenario, settings } = context;
  for (let tries = 1; tries < settings.attempts; tries += 1) {
    const outcome = await run.attempt(intent, { redelivered: true });
    if (outcome.ok) return;
    if (tries >= 2) {
      const lease = scenario.leaseMs ?? LEASE_MS;
      await run.advance(lease);
    }
  }
}

/** Lets two attempts meet at the point, and releases them one after the other. */
async function race<Payload>(
  context: RunContext<Payload>,
  first: "A" | "B",
  run: OpenRun,
  intent: Intent,
): Promise<void> {
  const ended = new Set<number>();
  const begin = (): Begun => {
    const begun = run.begin(intent);
    void begun.done.then(() => ended.add(begun.number));
    return begun;
  };
  const a = begin();
  const b = begin();
  const order = first === "A" ? [a, b] : [b, a];
  const { barrier } = run.watcher;
  await untilStill(context, run, order, ended, () =>
    order.every(({ number }) => ended.has(number) || barrier.arrived.has(number)),
  );
  for (const one of order) {
    barrier.release(one.number);
    await untilStill(context, run, order, ended, () => ended.has(one.number));
  }
  await Promise.all(order.map(({ done }) => done));
  await run.settle();
}

type Begun = ReturnType<OpenRun["begin"]>;

/** Waits for the condition, or until what is missing waits for a lock or for something that comes only after a release. */
async function untilStill<Payload>(
  context: RunContext<Payload>,
  run: OpenRun,
  attempts: readonly Begun[],
  ended: ReadonlySet<number>,
  reached: () => boolean,
): Promise<void> {
  const patience = Math.min(SLOWEST_STALL_MS, Math.max(STALLED_MS, (context.cleanMs ?? 0) * CLEAN_RUNS_TO_STALL));
  let idleSince = performance.now();
  while (!reached()) {
    const running = attempts.filter(({ number }) => !ended.has(number));
    const event = await Promise.race([
      run.watcher.barrier.nextEvent().then(() => true),
      ...running.map(({ done }) => done.then(() => true)),
      pause(5).then(() => false),
    ]);
    if (event) idleSince = performance.now();
    else if (await blocked(context.session)) return;
    else if (run.watcher.inFlight()) idleSince = performance.now();
    else if (performance.now() - idleSince > patience) return;
  }
}

async function blocked(session: Session): Promise<boolean> {
  for (const store of session.stores) if (await silently(() => store.waiting())) return true;
  return false;
}
