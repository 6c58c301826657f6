import type { Effect, Trace } from "../analyzer/trace.js";
import { graver } from "../analyzer/risk.js";
import { comparePayload } from "./fixes/compare-payload.js";
import { isCache, isRecordName } from "./facts/records.js";
import { addsUp, isWorthGuarding, sameTarget, writes } from "./facts/repeats.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "unchecked-payload",
  summary: "A stored result is returned for a reused key without asking whether the request is the same",
  group: "time",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    if (trace.entry.delivery !== "retried" || trace.entry.safe) return;
    const held = trace.effects.filter(
      (effect) => isWorthGuarding(effect) && addsUp(effect, context) && !isCache(effect),
    );
    if (held.length === 0) return;
    for (const read of trace.effects) {
      if (read.kind !== "read" || read.use?.returned !== true || context.reported(read)) continue;
      if (isCompared(read, trace)) continue;
      const record = recordOf(read, trace);
      if (!record || selectsByPayload(read)) continue;
      const gravest = held.reduce((a, b) => (graver(a.risk, b.risk) === a.risk ? a : b));
      yield {
        effect: { ...read, risk: gravest.risk, riskReason: gravest.riskReason },
        message: `${read.name} gives whoever sends a used key the result that is stored under it: nothing compares the request with the first one, so another amount or another order gets the old answer and is never carried out`,
        remedy:
          "Store a fingerprint of the request with the key, compare it before the result is returned, and refuse a mismatch with 422.",
        steps: [{ site: record.site, what: `stored here under the client's key: ${record.name}` }],
        fixes: comparePayload(read, record, trace, context),
      };
    }
  },
});

/** The record may be read once to compare it with the request, and again, with what belongs to it, to answer. */
function isCompared(read: Effect, trace: Trace): boolean {
  return trace.effects.some(
    (other) => other.kind === "read" && other.use?.compared === true && sameTarget(other.target, read.target),
  );
}

/** The write that keeps what is read here under a key that the client chose. */
function recordOf(read: Effect, trace: Trace): Effect | undefined {
  const keys = Object.values(read.where).flatMap(({ sources }) => sources);
  const chosen = keys.filter(({ kind }) => kind === "caller");
  if (chosen.length === 0) return undefined;
  const isRecord = isRecordName(read.target) || chosen.some(({ what }) => KEY.test(what));
  return isRecord
    ? trace.effects.find((other) => writes(other) && other.kind !== "delete" && sameTarget(other.target, read.target))
    : undefined;
}

/** Another request finds nothing: what is selected by, or the key itself, is made of the request. */
function selectsByPayload(read: Effect): boolean {
  return Object.entries(read.where).some(
    ([column, { sources }]) =>
      FINGERPRINT.test(column) || sources.some(({ kind, what }) => kind === "payload" || what.endsWith(".body")),
  );
}

const KEY = /idempoten|request[-_]?key|client[-_]?(token|mutation)/i;
const FINGERPRINT = /fingerprint|hash|digest|checksum|payload|body/i;
