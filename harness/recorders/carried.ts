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

/** A JSON body as its sender wrote it, without the attempt that it takes along: to a provider, two attempts send the same. */
export function withoutCarried(body: string): string {
  if (!body.includes(INVOCATION_HEADER)) return body;
  try {
    return JSON.stringify(JSON.parse(body, (name, value: unknown) => (name === INVOCATION_HEADER ? undefined : value)));
  } catch {
    return body;
  }
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

/**
 * For consumers that take messages in a loop, where no callback can be wrapped: whoever reads one of these members of a message goes on
 * in the attempt that the message carries.
 */
export function enterByReading(
  message: object,
  members: readonly string[],
  packedOf: (message: object) => unknown,
): void {
  for (const name of members) {
    const found = Object.getOwnPropertyDescriptor(message, name);
    const get = found?.get;
    if (!found || (get && PATCHED in get)) continue;
    const read = function (this: object): unknown {
      enter(packedOf(this));
      return get ? get.call(this) : (found.value as unknown);
    };
    Object.defineProperty(read, PATCHED, { value: true });
    Object.defineProperty(message, name, { get: read, configurable: true, enumerable: found.enumerable ?? true });
  }
}

const PATCHED = Symbol.for("idemlint.patched");

function enter(packed: unknown): void {
  // What carries no attempt leaves its reader where it is.
  if (typeof packed === "string" && currentWatcher())
    invocations.enterWith(attemptNow(unpackInvocation(packed).invocation));
}
