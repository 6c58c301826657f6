import { markFault, type Effect, type EffectEnd, type Operation, type Watcher } from "./gate.js";
import { pointOf, type Schedule } from "./schedules.js";

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
  /** The schedule's point was reached. */
  readonly reached: () => boolean;
}

/** The watcher for one schedule. Faults strike the first attempt only. */
export function watcherFor(schedule: Schedule, kill?: () => Promise<never>): RunWatcher {
  const log: Logged[] = [];
  const entries = new Map<Effect, Logged>();
  const barrier = barrierAt();
  const waiting = new Set<Logged>();
  let reached = false;

  const strikes = (effect: Effect): boolean => {
    if (effect.role === "read" || !("point" in schedule) || pointOf(effect) !== schedule.point) return false;
    reached = true;
    return true;
  };
  const fault = (operation: Operation, when: string): Error => {
    const error =
      schedule.family === "S4"
        ? operation.broken()
        : new Error(`injected by idemlint: failure ${when} ${operation.text}`);
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
    reached: () => reached,
    inFlight: () => log.some((entry) => entry.end === undefined && !waiting.has(entry)),
    // Throws at once where it can, so that drivers whose methods are synchronous can be faulted too.
    before(effect, operation) {
      const entry: Logged = { effect, performed: false, end: undefined, held: false };
      log.push(entry);
      entries.set(effect, entry);
      barrier.event();
      if (!strikes(effect)) return undefined;
      if (schedule.family === "S6") return hold(entry);
      if (effect.attempt !== 1) return undefined;
      if (schedule.family === "S3" && schedule.when === "before") throw fault(operation, "before");
      return schedule.family === "S5" && schedule.when === "before" ? kill?.() : undefined;
    },
    after(effect, operation) {
      const entry = entries.get(effect);
      if (entry) entry.performed = true;
      if (effect.attempt !== 1 || !strikes(effect)) return undefined;
      if (schedule.family === "S4" || (schedule.family === "S3" && schedule.when === "after"))
        throw fault(operation, "after");
      return schedule.family === "S5" && schedule.when === "after" ? kill?.() : undefined;
    },
    ended(effect, end) {
      const entry = entries.get(effect);
      if (entry) entry.end = end;
      else if (end.kind === "failed") log.push({ effect, performed: false, end, held: false });
      barrier.event();
    },
  };
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
