import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Source, Trace } from "../../analyzer/trace.js";
import { isApart, isCache, isDatabaseWrite, laterOn } from "./records.js";
import { stateColumn } from "./states.js";

/**
 * The write to the business that is committed first and stops every later attempt, before what belongs to it was written: a user
 * without an account, a token that is spent for nothing. A message, call or log behind it has to be lost or doubled, and a value that
 * is set can be set again by whoever looks; what is added, or moved on, is missing for good. A row that is claimed by its state is
 * left out: naming that state is what keeps the rest from happening twice, and most such rows are looked for by it again.
 */
export function stoppedBy(effect: Effect, trace: Trace): Effect | undefined {
  if (!isDatabaseWrite(effect) || !completes(effect) || isStepOfItsOwn(effect)) return undefined;
  return trace.effects.find(
    (claim, index) =>
      index < trace.effects.indexOf(effect) &&
      (claim.kind === "insert" || claim.kind === "delete") &&
      !isCache(claim) &&
      claim.sink.start !== effect.sink.start &&
      effect.guards.some(({ kind, site }) => kind === "dedupe-record" && siteKey(site) === siteKey(claim.sink)) &&
      isApart(claim, effect) &&
      isAbout(effect, claim) &&
      laterOn(claim, trace).every((other) => other === effect || other.kind !== "delete"),
  );
}

function completes(effect: Effect): boolean {
  if (effect.kind === "increment" || effect.kind === "append") return true;
  return effect.kind === "insert" || (effect.kind === "update" && stateColumn(effect) !== undefined);
}

/** An engine runs the step again, whatever the steps before it have committed. */
function isStepOfItsOwn({ guards }: Effect): boolean {
  return guards.some(({ kind }) => kind === "durable-step");
}

/** It is made of the row, or both are about the same thing: something that was sent, or a row that was read. */
function isAbout(effect: Effect, claim: Effect): boolean {
  const places = new Set([siteKey(claim.site), siteKey(claim.sink)]);
  const named = new Set(madeOf(claim).flatMap(namesOf));
  return madeOf(effect).some(
    (source) =>
      (source.origin !== undefined && places.has(siteKey(source.origin))) ||
      namesOf(source).some((name) => named.has(name)),
  );
}

function madeOf({ values, where }: Effect): readonly Source[] {
  return [...Object.values(values), ...Object.values(where)].flatMap(({ sources }) => sources);
}

function namesOf({ kind, what, site, origin }: Source): readonly string[] {
  if (!SENT.has(kind)) return [];
  return [`${what} ${siteKey(site)}`, ...(origin ? [siteKey(origin)] : [])];
}

const SENT: ReadonlySet<string> = new Set(["caller", "message", "business"]);
