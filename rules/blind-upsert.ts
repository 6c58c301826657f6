import type { Effect, EntryPoint, Trace } from "../analyzer/trace.js";
import { onlyWhenNewer } from "./fixes/only-newer.js";
import { statementText } from "./fixes/statement-text.js";
import { isDatabaseWrite } from "./facts/records.js";
import { plain, sameTarget } from "./facts/repeats.js";
import { defineRule, type RuleContext } from "./rule.js";
import { expectedState, orders } from "./facts/states.js";

/** Events of one thing may overtake each other, and a redelivery comes later than what followed the first delivery. */
export default defineRule({
  id: "blind-upsert",
  summary: "An event that comes late overwrites what a newer one said",
  group: "guards",
  recommended: false,
  severity: "by-risk",

  *check(trace, context) {
    if (trace.entry.delivery !== "redelivered" || !EVENTS.has(trace.entry.kind) || keepsOrder(trace.entry)) return;
    for (const effect of trace.effects) {
      if (!["update", "upsert"].includes(effect.kind) || !isDatabaseWrite(effect)) continue;
      if (effect.quiet !== undefined || context.reported(effect)) continue;
      const told = toldBy(effect);
      if (told.length === 0 || isOwnRow(effect, trace.entry) || comparesAge(effect, trace, context)) continue;
      yield {
        effect,
        message: `${effect.name} sets ${told.slice(0, 3).join(", ")} to what this event says, whenever it comes: ${trace.entry.repeatedBy}, and by then ${effect.target} may hold what a later event said`,
        remedy:
          "Carry a version or the time of the change in the event, keep it in the row, and write only where the row's is older.",
        fixes: onlyWhenNewer(effect, context),
      };
    }
  },
});

/** Columns that get what the event says of the thing, and not what it is called. */
function toldBy(effect: Effect): readonly string[] {
  const selecting = new Set(Object.keys(effect.where).map(plain));
  const relative = new Set(effect.relative.map(plain));
  return Object.entries(effect.values).flatMap(([column, { sources }]) => {
    if (column === "*" || selecting.has(plain(column)) || relative.has(plain(column)) || NAMES.test(column)) return [];
    return sources.some(({ kind }) => kind === "message" || kind === "payload") && !orders(column) ? [column] : [];
  });
}

/** A row for each event, under the event's own id: nothing of another event is there to be overwritten. */
function isOwnRow(effect: Effect, entry: EntryPoint): boolean {
  const ids = new Set(entry.identities.map(({ expression }) => expression));
  return Object.values({ ...effect.values, ...effect.where }).some(({ sources }) =>
    sources.some(({ what }) => ids.has(what)),
  );
}

/** The write, or a check before it, asks which of the two is newer; or the write names the state that it expects. */
function comparesAge(effect: Effect, trace: Trace, context: RuleContext): boolean {
  if (Object.keys(effect.where).some(orders) || expectedState(effect) !== undefined) return true;
  if (effect.checks.some((check) => sameTarget(check.target, effect.target) && check.tests.some(orders))) return true;
  // The age may stand in a document, or go through a helper: then only that the row was compared with the event is seen.
  const isCompared = trace.effects.some(
    ({ kind, target, use }) => kind === "read" && use?.compared === true && sameTarget(target, effect.target),
  );
  return isCompared || COMPARED.test(statementText(effect, context));
}

/** A broker that keeps the order of one group gives the next event only when this one is done. */
function keepsOrder({ name }: EntryPoint): boolean {
  return /fifo/i.test(name);
}

const EVENTS: ReadonlySet<EntryPoint["kind"]> = new Set(["queue", "stream", "event", "webhook", "lambda"]);
const NAMES = /(^|_)(id|uuid|key|slug)$|Id$|^created_?at$/i;
const COMPARED = /do\s+update\b[^]*\bwhere\b|setWhere|merge\(\)\s*\.where|doUpdateSet[^]*\.where\(|\bgreatest\(/i;
