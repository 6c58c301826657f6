import type { Invocation } from "../context.js";
import { markFault, type Watcher } from "../gate.js";

/** The effect gate as the contract checks use it: they see what a request did, and can have it fail after one of its effects. */
export interface ContractGate {
  readonly watcher: Watcher;
  /** How many durable effects the request had. */
  effectsOf(invocation: Invocation): number;
  /** Has the request fail after its n-th durable effect, counted from 1. */
  failAfter(invocation: Invocation, effect: number): void;
}

/** Opens a gate that lets everything pass until it is told otherwise. */
export function contractGate(): ContractGate {
  const counts = new Map<string, number>();
  const failing = new Map<string, number>();
  return {
    watcher: {
      before: () => undefined,
      after(effect, operation) {
        if (effect.role === "read" || effect.invocation === undefined) return;
        const count = (counts.get(effect.invocation) ?? 0) + 1;
        counts.set(effect.invocation, count);
        if (failing.get(effect.invocation) === count)
          throw markFault(new Error(`injected by idemlint: failure after ${operation.text}`), "C7");
      },
      ended: () => undefined,
    },
    effectsOf: ({ id }) => counts.get(id) ?? 0,
    failAfter: ({ id }, effect) => void failing.set(id, effect),
  };
}
