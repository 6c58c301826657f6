import { invocations } from "../context.js";
import { gateIsOpen, throughGate, type Operation } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { patchMethod } from "./patch.js";

/** What a method call is as an operation; nothing when it is to pass unrecorded. */
type Describe = (self: unknown, args: readonly unknown[], frame: Frame | undefined) => Operation | undefined;

/** Changes what a method is given, recorded or not, or what it answers: a message takes its attempt along. */
type Around = (args: readonly unknown[], call: (args: readonly unknown[]) => unknown) => unknown;

/**
 * Puts an asynchronous method before the gate. `whole` says that the method is the effect: what it does through other drivers below
 * is not recorded once more.
 */
export function gateMethod(
  owner: unknown,
  name: string,
  describe: Describe,
  whole = false,
  around: Around = (args, call) => call(args),
): void {
  patchMethod(owner, name, (original) => {
    return function gated(this: unknown, ...args: unknown[]): unknown {
      const perform = (): unknown => around(args, (given) => original.apply(this, [...given]));
      if (gateIsOpen()) return perform();
      const operation = describe(this, args, callerFrame(gated));
      if (!operation) return whole ? unrecorded(perform) : perform();
      const call = (): Promise<unknown> => Promise.resolve(perform());
      return throughGate(operation, () => (whole ? unrecorded(call) : call()));
    };
  });
}

/** Runs what a recorded call does below: other recorders pass it over. */
export function unrecorded<T>(work: () => T): T {
  const invocation = invocations.getStore() ?? { id: "-", attempt: 0, seed: 0, clock: 0 };
  return invocations.run({ ...invocation, silent: true }, work);
}
