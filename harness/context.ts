import { AsyncLocalStorage } from "node:async_hooks";

/** Which attempt of which run an operation belongs to, as it travels through asynchronous code. */
export interface Invocation {
  /** Unique within the process: `S4@charge.ts:41#1/0:2`. */
  readonly id: string;
  /** Counts from 1 within the run. */
  readonly attempt: number;
  /** Seeds the attempt's clock and random numbers. */
  readonly seed: number;
  /** How far the clock has moved since the run began, in milliseconds. */
  readonly clock: number;
  /** The harness itself is at work: nothing is recorded. */
  readonly silent?: boolean;
}

/** Carries the invocation through promises, timers and callbacks. One per process, even when two copies are loaded. */
export const invocations: AsyncLocalStorage<Invocation> = shared("idemlint.invocations", () => new AsyncLocalStorage());

const attempts = shared("idemlint.attempts", () => new Set<Invocation>());

/** Notes that an attempt is under way, until the returned function is called. */
export function attemptBegins(invocation: Invocation): () => void {
  attempts.add(invocation);
  return () => attempts.delete(invocation);
}

/** The attempt that is under way, when it is the only one: what is seen at the wire belongs to it. */
export function soleAttempt(): Invocation | undefined {
  const [first] = attempts;
  return attempts.size === 1 ? first : undefined;
}

/** The attempt that goes on with the work of this one: itself while it is under way, else the newest of the same run. */
export function attemptNow(invocation: Invocation): Invocation {
  const run = runOf(invocation);
  const open = [...attempts].filter((one) => runOf(one) === run);
  return open.find(({ id }) => id === invocation.id) ?? open.at(-1) ?? invocation;
}

function runOf({ id }: Invocation): string {
  return id.slice(0, id.lastIndexOf(":"));
}

/** Runs the harness's own work: reads of state, restores, probes. */
export function silently<T>(work: () => T): T {
  return invocations.run({ id: "harness", attempt: 0, seed: 0, clock: 0, silent: true }, work);
}

/** A value that every copy of this module in the process shares. */
export function shared<T>(name: string, make: () => T): T {
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  const key = Symbol.for(name);
  const found = store[key];
  if (found !== undefined) return found;
  const made = make();
  store[key] = made;
  return made;
}
