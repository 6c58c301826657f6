import { invocations } from "../context.js";
import { gateIsOpen, throughGate, type Operation } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { patchMethod } from "./patch.js";

/** What a method call is as an operation; nothing when it is to pass unrecorded. */
type Describe = (self: unknown, args: readonly unknown[], frame: Frame | undefined) => Operation | undefined;

/**
 * Puts an asynchronous method before the gate. `whole` says that the method is the effect: what it does through other drivers below
 * is not recorded once more.
 */
export function gateMethod(owner: unknown, name: string, describe: Describe, whole = false): void {
  patchMethod(owner, name, (original) => {
    return function gated(this: unknown, ...args: unknown[]): unknown {
      if (gateIsOpen()) return original.apply(this, args);
      const operation = describe(this, args, callerFrame(gated));
      if (!operation) return original.apply(this, args);
      const call = (): Promise<unknown> => Promise.resolve(original.apply(this, args));
      return throughGate(operation, () => (whole ? unrecorded(call) : call()));
    };
  });
}

/** Runs what a recorded call does below: other recorders pass it over. */
export function unrecorded<T>(work: () => T): T {
  const invocation = invocations.getStore() ?? { id: "-", attempt: 0, seed: 0, clock: 0 };
  return invocations.run({ ...invocation, silent: true }, work);
}
