import type { Provenance, Source } from "../analyzer/trace.js";
import { scopeKey } from "./fixes/scope-key.js";
import { actorIn } from "./facts/intent.js";
import { isRecord, keyOfRow, protectedBy, weighed } from "./facts/records.js";
import { sameTarget } from "./facts/repeats.js";
import { defineRule, type Effect, type RuleContext, type Trace } from "./rule.js";

/** A store of keys in which the keys of all clients lie side by side. */
export default defineRule({
  id: "unscoped-key",
  summary: "A stored result is looked up by the client's key alone, so one client is answered with another's",
  group: "keys",
  recommended: false,
  severity: "every-risk",

  *check(trace, context) {
    if (trace.entry.delivery !== "retried") return;
    for (const claim of trace.effects) {
      const sent = context.reported(claim) ? undefined : clientsKey(keyOf(claim, context));
      const told = sent && weighed(claim, decidedBy(claim, trace));
      if (!told) continue;
      yield {
        effect: told,
        message: `${claim.name} takes two clients who send the same key for one: ${claim.target} is looked up by ${sent.what} alone, and whoever comes second is answered with the first one's result`,
        remedy: "Put who asks, and for which operation, into the key or into the unique set that it is kept under.",
        steps: [{ site: sent.site, what: `chosen by the client: ${sent.what}` }],
        fixes: scopeKey(claim, trace, sent, context),
      };
    }
  },
});

function keyOf(claim: Effect, context: RuleContext): Provenance | undefined {
  if (claim.kind === "reserve") return claim.key?.value;
  const isRow = (claim.kind === "insert" || claim.kind === "upsert") && isRecord(claim, context);
  return isRow ? keyOfRow(claim, context)?.value : undefined;
}

/** What runs, or not, by what the store says: for who won the key, or for who found no result under it. */
function decidedBy(claim: Effect, trace: Trace): readonly Effect[] {
  const asked = trace.effects.filter((effect) => effect.checks.some((check) => sameTarget(check.target, claim.target)));
  return [...protectedBy(claim, trace), ...asked.filter((effect) => !sameTarget(effect.target, claim.target))];
}

/** The key that the client sent, when it is all that the store knows the request by. */
function clientsKey(key: Provenance | undefined): Source | undefined {
  const known = key?.sources.filter(({ kind }) => kind !== "constant") ?? [];
  const [sent] = known;
  return key && sent && known.length === 1 && sent.kind === "caller" && CHOSEN.test(sent.what) && !actorIn(key)
    ? sent
    : undefined;
}

const CHOSEN = /idempotency|request-?_?(id|key)|dedupe|client-?_?(ref|key|token)/i;
