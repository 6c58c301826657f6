import { markFault, type Effect, type EffectEnd, type Operation, type Watcher } from "./gate.js";
import { pointOf, type Fault, type Schedule } from "./schedules.js";

/** An effect as it went in one run. */
export interface Logged {
  readonly effect: Effect;
  /** It took place, whether or not its reply arrived. */
  performed: boolean;
  end: EffectEnd | undefined;
  /** Waited at the barrier. */
  held: boolean;
}

/** The barrier at which two attempts meet. */
export interface Barrier {
  readonly arrived: ReadonlySet<number>;
  release(attempt: number): void;
  /** Resolves at the next thing that happens at the gate. */
  nextEvent(): Promise<void>;
}

/** Watches one run: logs its effects, injects the schedule's fault, holds attempts at the barrier. */
export interface RunWatcher extends Watcher {
  readonly log: readonly Logged[];
  readonly barrier: Barrier;
  /** An operation is under way: sent to its store or provider, and not held at the barrier. */
  readonly inFlight: () => boolean;
  /** Every point of the schedule was reached. */
  readonly reached: () => boolean;
}

/** The watcher for one schedule. Faults strike the first attempt; at depth 2, another one strikes the second. */
export function watcherFor(schedule: Schedule, kill?: () => Promise<never>): RunWatcher {
  const log: Logged[] = [];
  const entries = new Map<Effect, Logged>();
  const barrier = barrierAt();
  const waiting = new Set<Logged>();
  const faults = faultsOf(schedule);
  const reached = new Set<number>();

  /** The fault that strikes this effect. */
  const striking = (effect: Effect): Fault | undefined => {
    const fault = faults.get(effect.attempt);
    if (effect.role === "read" || fault?.point !== pointOf(effect)) return undefined;
    reached.add(effect.attempt);
    return fault;
  };
  const meets = (effect: Effect): boolean => {
    if (schedule.family !== "S6" || effect.role === "read" || pointOf(effect) !== schedule.point) return false;
    reached.add(effect.attempt);
    return true;
  };
  const broken = ({ family }: Fault, operation: Operation, when: string): Error => {
    const error =
      family === "S4" ? operation.broken() : new Error(`injected by idemlint: failure ${when} ${operation.text}`);
    return markFault(error, schedule.id);
  };

  const hold = async (entry: Logged): Promise<void> => {
    entry.held = true;
    waiting.add(entry);
    await barrier.wait(entry.effect.attempt);
    waiting.delete(entry);
  };

  return {
    log,
    barrier,
    reached: () => (schedule.family === "S6" ? reached.size > 0 : [...faults.keys()].every((one) => reached.has(one))),
    inFlight: () => log.some((entry) => entry.end === undefined && !waiting.has(entry)),
    // Throws at once where it can, so that drivers whose methods are synchronous can be faulted too.
    before(effect, operation) {
      const entry: Logged = { effect, performed: false, end: undefined, held: false };
      log.push(entry);
      entries.set(effect, entry);
      barrier.event();
      if (meets(effect)) return hold(entry);
      const fault = striking(effect);
      if (fault === undefined || !("when" in fault) || fault.when !== "before") return undefined;
      if (fault.family === "S3") throw broken(fault, operation, "before");
      return kill?.();
    },
    after(effect, operation) {
      const entry = entries.get(effect);
      if (entry) entry.performed = true;
      const fault = striking(effect);
      if (fault === undefined || ("when" in fault && fault.when === "before")) return undefined;
      if (fault.family === "S5") return kill?.();
      throw broken(fault, operation, "after");
    },
    ended(effect, end) {
      const entry = entries.get(effect);
      if (entry) entry.end = end;
      else if (end.kind === "failed") log.push({ effect, performed: false, end, held: false });
      barrier.event();
    },
  };
}

/** What strikes which attempt. */
function faultsOf(schedule: Schedule): ReadonlyMap<number, Fault> {
  const faults = new Map<number, Fault>();
  if (schedule.family === "S3" || schedule.family === "S4" || schedule.family === "S5") faults.set(1, schedule);
  if ("then" in schedule && schedule.then) faults.set(2, schedule.then);
  return faults;
}

interface OpenBarrier extends Barrier {
  event(): void;
  wait(attempt: number): Promise<void>;
}

function barrierAt(): OpenBarrier {
  const arrived = new Set<number>();
  const released = new Set<number>();
  const waiting = new Map<number, () => void>();
  let listeners: (() => void)[] = [];
  const event = (): void => {
    const told = listeners;
    listeners = [];
    for (const tell of told) tell();
  };
  return {
    arrived,
    event,
    nextEvent: () => new Promise((resolve) => listeners.push(resolve)),
    async wait(attempt) {
      // An attempt is held once: the second time it comes by, the race is already decided.
      if (released.has(attempt) || attempt > 2) return;
      arrived.add(attempt);
      event();
      await new Promise<void>((resolve) => waiting.set(attempt, resolve));
    },
    release(attempt) {
      released.add(attempt);
      waiting.get(attempt)?.();
      waiting.delete(attempt);
    },
  };
}
