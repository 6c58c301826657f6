import { ts } from "ts-morph";
import type { Effect, Fix } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { fillSlot, slotExpression } from "./slot.js";
import { callAt, quoteStyle, textOf } from "./syntax.js";

/** Has Temporal reject a second start under the same id, whether the first run is under way or has ended. */
export function rejectSecondStart(effect: Effect, context: RuleContext): Fix[] {
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  if (!call || !effect.library.startsWith("Temporal")) return [];
  const policy = { argument: 1, property: ["workflowIdReusePolicy"] };
  const written = slotExpression(source, call, policy);
  // Without a policy here it may still come in by a spread: then it is not for this call to say.
  if (written ? !isPolicy(written) : !effect.key?.inert?.partly) return [];
  const quote = quoteStyle(source.text);
  // `WorkflowIdReusePolicy.ALLOW_DUPLICATE` stays a member of what it is a member of.
  const rejecting =
    written && ts.isPropertyAccessExpression(written)
      ? `${textOf(source, written.expression)}.REJECT_DUPLICATE`
      : `${quote}REJECT_DUPLICATE${quote}`;
  const edits = fillSlot(source, call, policy, rejecting);
  if (!edits || slotExpression(source, call, CONFLICT_POLICY)) return [];
  return [
    {
      title: "Reject a second start under the same id: it then throws WorkflowExecutionAlreadyStartedError",
      safety: "review",
      edits,
    },
  ];
}

const CONFLICT_POLICY = { argument: 1, property: ["workflowIdConflictPolicy"] };

function isPolicy(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) || ts.isStringLiteralLike(node);
}
