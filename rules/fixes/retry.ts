import type { Effect, Fix, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { passStableKey } from "./stable-key.js";

/** Gives a retried call a key that all its attempts share; a call that takes none has no fix by machine. */
export function keyOutsideRetry(trace: Trace, effect: Effect, context: RuleContext): Fix[] {
  return effect.key ? passStableKey(trace, effect, context) : [];
}
