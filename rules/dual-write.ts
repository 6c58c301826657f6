import type { Effect, Trace } from "../analyzer/trace.js";
import { siteKey } from "../analyzer/sites.js";
import { exclusive } from "./facts/exclusive.js";
import { holdsWithoutKey } from "./facts/keys.js";
import { isDatabaseWrite } from "./facts/records.js";
import { isTogether } from "./facts/repeats.js";
import { defineRule, type Report, type RuleContext } from "./rule.js";

/**
 * Two stores, one after the other, where nobody comes back for the second: a consumer is delivered to until both are done,
 * a client that got an error may never come again.
 */
export default defineRule({
  id: "dual-write",
  summary: "Two stores are written one after the other, and a crash between them loses the second",
  group: "time",
  recommended: true,
  severity: "by-risk",

  *check(trace, context) {
    if (trace.entry.delivery !== "retried" || trace.entry.safe) return;
    for (const [at, effect] of trace.effects.entries()) {
      if (effect.quiet !== undefined || context.reported(effect)) continue;
      const report = announced(effect, at, trace, context) ?? premature(effect, at, trace, context);
      if (report) yield report;
    }
  },
});

/** A message about a row that is committed already. */
function announced(effect: Effect, at: number, trace: Trace, context: RuleContext): Report | undefined {
  if (!["publish", "enqueue"].includes(effect.kind) || effect.transaction) return undefined;
  const write = trace.effects.findLast(
    (other, index) =>
      index < at &&
      isDatabaseWrite(other) &&
      other.risk !== "low" &&
      other.kind !== "delete" &&
      isAbout(effect, other) &&
      !exclusive(other, effect, context),
  );
  if (!write || trace.effects.some((other) => isOutbox(other) && isTogether(other, write))) return undefined;
  return {
    effect,
    message: `${effect.name} is lost when the process dies after ${write.name}: ${write.target} says that it happened, and nothing sends the message to ${effect.target} later`,
    remedy:
      "Write the message into an outbox table in the transaction of the row, and let a job send what the table holds until it is marked as sent.",
    steps: [{ site: write.site, what: `committed before: ${write.name}` }],
    atMost: LOST,
  };
}

/** The reverse: a message about a row that is inserted only afterwards, so that it may never be there. */
function premature(effect: Effect, at: number, trace: Trace, context: RuleContext): Report | undefined {
  if (!["publish", "enqueue"].includes(effect.kind) || effect.transaction) return undefined;
  if (effect.guards.some(holdsWithoutKey)) return undefined;
  const isWrite = (other: Effect): boolean =>
    isDatabaseWrite(other) && other.kind !== "delete" && !exclusive(other, effect, context);
  if (trace.effects.some((other, index) => index < at && isWrite(other))) return undefined;
  const row = trace.effects.find(
    (other, index) =>
      index > at &&
      other.kind === "insert" &&
      isWrite(other) &&
      other.risk !== "low" &&
      other.quiet === undefined &&
      isAbout(effect, other),
  );
  if (!row) return undefined;
  return {
    effect,
    message: `${effect.name} speaks of a row that is not there when the process dies before ${row.name}, or that fails: who reads ${effect.target} acts on what never happened`,
    remedy: "Write the row and an outbox row in one transaction, and let a job send what the outbox holds.",
    steps: [{ site: row.site, what: `written only afterwards: ${row.name}` }],
    atMost: LOST,
  };
}

/** One speaks of what the other wrote or answered, or both name the same record. */
function isAbout(effect: Effect, other: Effect): boolean {
  const sources = madeOf(effect);
  const origins = new Set([siteKey(other.site), siteKey(other.sink)]);
  if (sources.some(({ origin }) => origin && origins.has(siteKey(origin)))) return true;
  const named = new Set(madeOf(other).flatMap(nameOf));
  return sources.flatMap(nameOf).some((name) => named.has(name));
}

function madeOf(effect: Effect) {
  const values = [...Object.values(effect.values), ...Object.values(effect.where)];
  return [...values, ...(effect.key?.value ? [effect.key.value] : [])].flatMap(({ sources }) => sources);
}

function nameOf({ kind, what }: { readonly kind: string; readonly what: string }): readonly string[] {
  return ["caller", "message", "business"].includes(kind) && /id$|key$|number$|ref(erence)?$/i.test(what) ? [what] : [];
}

function isOutbox(effect: Effect): boolean {
  return isDatabaseWrite(effect) && OUTBOX.test(effect.target);
}

const OUTBOX =
  /outbox|outgoing|pending_?(event|message)|(event|message|notification|job)s?_?queue|(domain|integration)_?events?/i;

const LOST = { severity: "warning", because: "it takes a crash between the two" } as const;
