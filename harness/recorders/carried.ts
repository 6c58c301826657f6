import { attemptNow, invocations, type Invocation } from "../context.js";
import { currentWatcher } from "../gate.js";

/** The header or option in which a request, message or job carries the attempt that it belongs to. */
export const INVOCATION_HEADER = "x-idemlint-invocation";

/** The attempt that is under way here, as it travels with what it sends; nothing outside of one. */
export function carriedInvocation(): string | undefined {
  const invocation = invocations.getStore();
  // Below a recorded call an attempt is silent, and still the attempt.
  return currentWatcher() && invocation && invocation.attempt > 0 ? packInvocation(invocation) : undefined;
}

/** An invocation as one word; `flag` is for who unpacks it. */
export function packInvocation({ attempt, seed, clock, id }: Invocation, flag = "-"): string {
  return encodeURIComponent([attempt, seed, clock, flag, id].join(" "));
}

/** What `packInvocation` packed. */
export function unpackInvocation(packed: string): { readonly invocation: Invocation; readonly flag: string } {
  const [attempt = "0", seed = "0", clock = "0", flag = "-", ...id] = decodeURIComponent(packed).split(" ");
  return {
    invocation: { id: id.join(" "), attempt: Number(attempt), seed: Number(seed), clock: Number(clock) },
    flag,
  };
}

/**
 * Runs a consumer in the attempt that its message carries. A broker delivers the same message again in a later attempt: then that one
 * counts.
 */
export function inCarried<T>(packed: unknown, work: () => T): T {
  // What carries no attempt belongs to none, wherever the consumer was started.
  if (typeof packed !== "string") return invocations.exit(work);
  const { invocation } = unpackInvocation(packed);
  return invocations.run(attemptNow(invocation), work);
}
