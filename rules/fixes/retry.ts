import type { Effect, Fix, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
export function keyOutsideRetry(_t: Trace, _e: Effect, _c: RuleContext): Fix[] {
  return [];
}
