import type { Effect, Guard, Source, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";

/**
 * The guard that makes a repeated key-less call harmless. A durable step is none: the engine runs a step again when its
 * reply is lost, with the call in it.
 */
export function guardOfCall(effect: Effect): Guard | undefined {
  return effect.guards.find((guard) => guard.kind !== "durable-step");
}

/** What stops a second attempt whatever the effect's own key is worth. */
export function holdsWithoutKey(guard: Guard): boolean {
  return !["stable-key", "message-id", "durable-step"].includes(guard.kind);
}

/** The method of a plain HTTP call, `undefined` for the operation of an SDK. */
function httpMethod(effect: Effect): string | undefined {
  return /^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE|TRACE|QUERY) /.exec(`${effect.name} `)?.[1];
}

/** True when a second call leaves the other side as the first one did: it sets, ends or removes, or only asks. */
export function settlesByItself(effect: Effect, context: Pick<RuleContext, "names">): boolean {
  if (effect.kind === "delete" || effect.kind === "read") return true;
  const method = httpMethod(effect);
  if (method === undefined) return SETTLING.test(lastWord(effect.name));
  return (
    method !== "POST" ||
    READ_OVER_POST.test(effect.target) ||
    READ_OVER_POST.test(effect.name) ||
    REMOVAL_OVER_POST.test(effect.target) ||
    ALIGNING_OVER_POST.test(effect.target) ||
    isMeasured(effect, context)
  );
}

/** The function that makes the request is one of telemetry: a figure that is counted once more takes nothing from anybody. */
function isMeasured({ path, risk }: Effect, { names }: Pick<RuleContext, "names">): boolean {
  if (risk === "critical") return false;
  // A function without a name belongs to the one around it.
  const named = path.findLast(({ what }) => what !== "a function" && !what.startsWith("the function given to "));
  return names.telemetry(named?.what ?? "");
}

/** A plain POST of no known weight: to an address that is not known here, or for somebody who waits for the answer. */
export function isSmallTalk(trace: Trace, effect: Effect, { names }: RuleContext): boolean {
  if (httpMethod(effect) === undefined) return false;
  if (names.telemetry(trace.entry.name)) return effect.risk !== "critical";
  const isWeightless = effect.risk === "normal";
  return isWeightless && (trace.entry.delivery === "retried" || goesAnywhere(effect));
}

/** A plain request of which neither address nor weight is known: a log, a hook of the user's, a service's own API. */
export function goesAnywhere(effect: Effect): boolean {
  return httpMethod(effect) !== undefined && effect.risk === "normal" && !/[./]/.test(effect.target);
}

/** Somebody who asks for a code, a link or a test twice wants two. */
export function wasAskedFor(trace: Trace, effect: Effect, { names }: RuleContext): boolean {
  if (trace.entry.delivery !== "retried" || effect.risk === "critical") return false;
  const words = [trace.entry.name, ...effect.path.map((step) => step.what), effect.name, effect.target].join(" ");
  return names.onRequest(words) || names.trial(words);
}

/** What the key is made of that is new on this attempt, and why that is so. */
export function madeAnew(trace: Trace, effect: Effect): { readonly source: Source; readonly how: string } | undefined {
  const sources = effect.key?.value?.sources ?? [];
  const fresh = sources.find((source) => source.kind === "attempt" && !isReadBack(source, trace));
  if (fresh) return { source: fresh, how: `${fresh.what} is new on each attempt` };
  for (const source of sources) {
    const maker = trace.effects.find((other) => source.origin && sameSpan(other, source) && insertsAnew(other));
    if (maker) return { source, how: `${source.what} belongs to a row that each attempt inserts anew` };
  }
  return undefined;
}

/** A row that this attempt made and read again, as a helper does that is given its id: what is amiss was told where it was made. */
function isReadBack(source: Source, { effects }: Trace): boolean {
  return effects.some((other) => other.kind === "read" && source.origin !== undefined && sameSpan(other, source));
}

/** True when the key has a part that stays the same, next to one that does not: `key ?? randomUUID()`. */
export function hasStablePart(effect: Effect): boolean {
  return (effect.key?.value?.sources ?? []).some((source) => ["caller", "message", "business"].includes(source.kind));
}

const SETTLING =
  /^(update|cancel|del|delete|remove|void|voidInvoice|archive|close|expire|detach|confirm|capture|pay|finalize.*|verify|retrieve|list|search|preview.*|markUncollectible|postEphemeral)$/i;

const READ_OVER_POST =
  /(^|[/.\s_-])(search|_?msearch|query|queries|lookup|oauth2?|token|tokens|login|signin|sign-in|logout|authenticate|introspect|siteverify|verify|validate|validation|check|estimate|estimates|quote|quotes|rates|preview|calculate|completions?|chat(?!\.)|embeddings?|generate|generatecontent|responses|translate|moderations?|transcriptions?|graphql|rpc|batchget|analytics|track|collect|capture|identify|events?|logs?|telemetry|metrics?|ingest|spans|traces|revalidate|purge|cache|ping|health|warmup)($|[/?.\s_-])/i;

/** `POST /persons/bulk_delete/`: what is gone stays gone. */
const REMOVAL_OVER_POST = /\/(bulk[-_]?)?(delete|remove|destroy)([-_](all|many|bulk|batch))?\/?(\?|$)/i;

/** `POST /payments/reconcile/account/{…}`: where both sides agree already, nothing is left to bring in line. */
const ALIGNING_OVER_POST = /\/(reconcile|re-?sync)($|[/?])/i;

function lastWord(name: string): string {
  return name.split(/[.#\s]/).at(-1) ?? name;
}

function sameSpan(effect: Effect, source: Source): boolean {
  const { origin } = source;
  return [effect.site, effect.sink].some((site) => origin?.file === site.file && origin.start === site.start);
}

function insertsAnew(effect: Effect): boolean {
  return (
    effect.kind === "insert" && effect.guards.length === 0 && effect.conflict === "none" && !effect.ignoresConflict
  );
}
