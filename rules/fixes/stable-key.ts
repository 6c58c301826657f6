import type { Effect, Fix, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
export function passStableKey(_t: Trace, _e: Effect, _c: RuleContext): Fix[] {
  return [];
}
export function useStableKey(_t: Trace, _e: Effect, _c: RuleContext): Fix[] {
  return [];
}
