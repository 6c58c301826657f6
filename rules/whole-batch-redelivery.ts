import { ts } from "ts-morph";
import type { Effect, Trace } from "../analyzer/trace.js";
import { reportFailedRecords } from "./fixes/failed-records.js";
import { functionsAround, isFunction, nodesAround } from "./fixes/syntax.js";
import { wholeBatch } from "./facts/batches.js";
import { repeats, secondRun } from "./facts/repeats.js";
import { heldByLock } from "./facts/settled.js";
import { defineRule, type RuleContext } from "./rule.js";

export default defineRule({
  id: "whole-batch-redelivery",
  summary: "One failed record sends the whole batch again, and what was already done is done again",
  group: "time",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    const batch = wholeBatch(trace, context);
    if (!batch) return;
    for (const effect of trace.effects) {
      if (
        !effect.inLoop ||
        !repeats(effect, context) ||
        context.reported(effect) ||
        heldByLock(effect, trace, context) ||
        isCaught(effect, trace, context)
      )
        continue;
      yield {
        effect,
        message: `${effect.name} ${secondRun(effect)} for every record that was done when a later one of the batch fails: ${trace.entry.repeatedBy}`,
        remedy: batch,
        fixes: reportFailedRecords(trace, effect, context),
      };
    }
  },
});

/** A record's failure that is caught in the loop fails nothing else. */
function isCaught(effect: Effect, trace: Trace, context: RuleContext): boolean {
  const source = context.source(trace.entry.handler.file);
  const at = [...effect.path.map(({ site }) => site), effect.sink].find(
    ({ file, start }) =>
      file === trace.entry.handler.file && start >= trace.entry.handler.start && start < trace.entry.handler.end,
  );
  if (!source || !at) return false;
  const handler = functionsAround(source, at).find((fn) => fn.end === trace.entry.handler.end);
  const around = nodesAround(source, at.start, at.end);
  const inside = handler ? around.slice(around.indexOf(handler) + 1) : around;
  const loop = inside.findIndex((node) => ts.isIterationStatement(node, false) || isFunction(node));
  return inside
    .slice(Math.max(loop, 0))
    .some(
      (node) =>
        ts.isTryStatement(node) &&
        node.tryBlock.pos <= at.start &&
        at.end <= node.tryBlock.end &&
        node.catchClause !== undefined &&
        !/\bthrow\b/.test(source.text.slice(node.catchClause.pos, node.catchClause.end)),
    );
}
