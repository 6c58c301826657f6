import { isStable, madeOf } from "../analyzer/provenance.js";
import type { Provenance, Source } from "../analyzer/trace.js";
import { useStableKey } from "./fixes/stable-key.js";
import { intentIn } from "./facts/intent.js";
import { holdsWithoutKey } from "./facts/keys.js";
import { keyOfRow, protectedBy, weighed } from "./facts/records.js";
import { nextAttempt } from "./facts/repeats.js";
import { defineRule, type Effect, type Fix, type Report, type RuleContext, type Trace } from "./rule.js";

/** A key that stands for the bytes that were sent, and not for the wish behind them. */
export default defineRule({
  id: "payload-hash-key",
  summary: "A key made of the whole payload: another timestamp is another key, and two wishes alike are one",
  group: "keys",
  recommended: true,
  severity: "every-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      if (effect.kind === "read" || context.reported(effect)) continue;
      yield* effect.key ? ofCall(effect, trace, context) : ofRow(effect, trace, context);
    }
  },
});

/** A key that is passed to a call, or under which a command reserves. */
function* ofCall(effect: Effect, trace: Trace, context: RuleContext): Iterable<Report> {
  const key = effect.key;
  const what = payloadOf(key?.value);
  if (!key || !what || effect.guards.some(holdsWithoutKey) || isNamed(what, effect)) return;
  const told = effect.kind === "reserve" ? weighed(effect, protectedBy(effect, trace)) : effect;
  if (told) yield report(told, what, key.place, trace, useStableKey(trace, effect, context));
}

/** A row that is inserted once for each hash, and what runs only for who inserted it. */
function* ofRow(effect: Effect, trace: Trace, context: RuleContext): Iterable<Report> {
  if (effect.kind !== "insert" && effect.kind !== "upsert") return;
  const record = keyOfRow(effect, context);
  const what = payloadOf(record?.value);
  if (record && what)
    yield report(weighed(effect, protectedBy(effect, trace)) ?? effect, what, record.place, trace, []);
}

/** The whole that a key is made of, when nothing beside it names the wish. */
function payloadOf(key: Provenance | undefined): Source | undefined {
  const payload = key && madeOf(key, "payload");
  return payload && !madeOf(key, "attempt") && !intentIn(key) ? payload : undefined;
}

/** The library hashes a content of named fields, none of which is new on each attempt. */
function isNamed({ site }: Source, { values, sink }: Effect): boolean {
  const byLibrary = site.file === sink.file && site.start === sink.start;
  return byLibrary && !("*" in values) && Object.values(values).every(isStable);
}

function report(effect: Effect, payload: Source, place: string, trace: Trace, fixes: readonly Fix[]): Report {
  const again = trace.entry.delivery === "retried";
  return {
    effect,
    message: again
      ? `${effect.name} is told apart by a hash of the whole ${payload.what}: ${nextAttempt(trace.entry)} that differs in a timestamp or in the order of its properties is a new one for it, and two wishes alike are one`
      : `${effect.name} is told apart by a hash of the whole ${payload.what}: the same fact sent once more with another timestamp is a new one for it, and two facts alike are one`,
    remedy: `Make ${place} of the id of what is wished; keep the hash beside it, to tell whether the same was asked.`,
    steps: [{ site: payload.site, what: payload.what }],
    ...(again
      ? {}
      : { atMost: { severity: "warning", because: "what a broker delivers again is the same to the last byte" } }),
    fixes,
  };
}
