import { areApart } from "../../analyzer/interpreter/walk/apart.js";
import type { Effect } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";

/**
 * Whether two effects of one trace lie on ways that exclude each other: other cases of a `switch`, both sides of an `if`,
 * or a side that leaves before the rest. The place where their call paths part decides.
 */
export function exclusive(a: Effect, b: Effect, context: RuleContext): boolean {
  const left = [...a.path.map((step) => step.site), a.sink];
  const right = [...b.path.map((step) => step.site), b.sink];
  for (let depth = 0; depth < Math.min(left.length, right.length); depth++) {
    const one = left[depth];
    const other = right[depth];
    if (!other || one?.file !== other.file) return false;
    if (one.start === other.start && one.end === other.end) continue;
    const source = context.source(one.file);
    return source !== undefined && areApart(source, one, other);
  }
  return false;
}
