import type { Effect, Trace } from "../analyzer/trace.js";
import { moveBehindCommit } from "./fixes/after-commit.js";
import { settlesByItself } from "./facts/keys.js";
import { isDatabaseWrite, isOutside } from "./facts/records.js";
import { isTogether } from "./facts/repeats.js";
import { defineRule, type RuleContext } from "./rule.js";
import { callAt, textOf } from "./fixes/syntax.js";

export default defineRule({
  id: "effect-in-transaction",
  summary: "An effect that no rollback takes back runs inside a database transaction",
  group: "time",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      const { transaction } = effect;
      if (!transaction || !isOutside(effect) || settlesByItself(effect, context) || effect.quiet !== undefined)
        continue;
      if (context.reported(effect) || !holdsWrites(effect, trace) || isPartOf(effect, context)) continue;
      yield {
        effect,
        message: `${effect.name} has happened when the transaction around it fails: its rows are rolled back, ${remains(effect)}, and whoever runs it again does it once more`,
        remedy:
          "Commit first and call then, or write what is to be sent into an outbox table in the transaction and send it from there.",
        steps: [{ site: transaction.site, what: "the transaction that may be rolled back" }],
        fixes: moveBehindCommit(effect, context),
      };
    }
  },
});

/** A transaction that writes nothing has nothing to roll back. */
function holdsWrites(effect: Effect, trace: Trace): boolean {
  return trace.effects.some((other) => isDatabaseWrite(other) && isTogether(other, effect));
}

/** A queue that lives in the same database and was given the transaction: its row is rolled back with the others. */
function isPartOf(effect: Effect, context: RuleContext): boolean {
  if (effect.name.startsWith("NOTIFY ")) return true;
  if (!/pg-boss|graphile|solid/i.test(effect.library)) return false;
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  return source !== undefined && call !== undefined && /\b(db|tx|trx|client|pgClient)\b/.test(textOf(source, call));
}

function remains(effect: Effect): string {
  return effect.kind === "call"
    ? "the call is not"
    : effect.kind === "start"
      ? "the run goes on"
      : "the message is out";
}
