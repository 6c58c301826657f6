import { join } from "../../analyzer/provenance.js";
import { graver } from "../../analyzer/risk.js";
import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Guard, Provenance, Trace } from "../../analyzer/trace.js";
import type { Table, UniqueSet } from "../../analyzer/schema/unique.js";
import { uniqueness } from "../../analyzer/uniqueness.js";
import { isTogether, isWorthGuarding, plain, sameTarget } from "./repeats.js";
import type { RuleContext } from "../rule.js";

/** The write that a guard rests on: the insert or reservation that one attempt alone wins. */
export function claimBehind(guard: Guard, trace: Trace): Effect | undefined {
  if (guard.kind !== "dedupe-record") return undefined;
  const at = siteKey(guard.site);
  return trace.effects.find(
    (effect) => ["insert", "reserve", "upsert", "increment"].includes(effect.kind) && siteKey(effect.sink) === at,
  );
}

/** The claims that an effect stands behind, its own left out. */
export function claimsBefore(effect: Effect, trace: Trace): readonly Effect[] {
  return effect.guards.flatMap((guard) => claimBehind(guard, trace) ?? []).filter((claim) => claim !== effect);
}

/** What runs only for the attempt that won a claim. */
export function protectedBy(claim: Effect, trace: Trace): readonly Effect[] {
  const at = siteKey(claim.sink);
  return trace.effects.filter(
    (effect) =>
      effect !== claim &&
      siteKey(effect.sink) !== at &&
      effect.guards.some((guard) => guard.kind === "dedupe-record" && siteKey(guard.site) === at),
  );
}

/** A claim is as grave as what it keeps apart; none when it keeps nothing apart that anybody would notice. */
export function weighed(claim: Effect, held: readonly Effect[]): Effect | undefined {
  const worth = held.filter(isWorthGuarding);
  if (worth.length === 0) return undefined;
  const gravest = worth.reduce((a, b) => (graver(a.risk, b.risk) === a.risk ? a : b));
  return { ...claim, risk: gravest.risk, riskReason: gravest.riskReason };
}

/** The unique set under which a row is inserted once, and what the values in it are made of. */
export function keyOfRow(
  { target, values, where }: Effect,
  context: RuleContext,
): { readonly place: string; readonly value: Provenance; readonly set: UniqueSet } | undefined {
  const found = uniqueness(context.schema, target, { ...where, ...values });
  if (found.kind !== "protected") return undefined;
  const { set, guard } = found;
  const wanted = new Set(set.columns.map(plain));
  const written = Object.entries(values).filter(([name]) => wanted.has(plain(name)));
  return { place: guard.what, value: join(written.map(([, value]) => value)), set };
}

/** A store that keeps its keys in memory and may drop them: no transaction reaches it. */
export function isCache(effect: Effect): boolean {
  return /redis|memcache|upstash/i.test(effect.library);
}

/** A write to a database whose transactions could hold a record and the change together. */
export function isDatabaseWrite(effect: Effect): boolean {
  return ["insert", "update", "increment", "append", "upsert", "delete"].includes(effect.kind) && !isCache(effect);
}

/** What leaves the database: no rollback takes it back. */
export function isOutside(effect: Effect): boolean {
  return ["call", "publish", "enqueue", "start"].includes(effect.kind);
}

/** A table or key that remembers that something was done, and holds no business of its own. */
export function isRecord(effect: Effect, context: RuleContext): boolean {
  if (isCache(effect)) return effect.kind === "reserve";
  const table = context.schema.table(effect.target);
  return RECORDS.test(effect.target) || (table !== undefined && isBare(table));
}

/** The name says that what is kept there remembers what was done. */
export function isRecordName(target: string): boolean {
  return RECORDS.test(target);
}

/** Another effect on what a claim wrote, in the same trace: the way on from the reservation. */
export function laterOn(claim: Effect, trace: Trace): readonly Effect[] {
  const at = trace.effects.indexOf(claim);
  return trace.effects.filter(
    (other, index) => index > at && other.kind !== "read" && sameTarget(other.target, claim.target),
  );
}

/** A key that is deleted when the work is over was a lock. */
export function isGivenBack(claim: Effect, trace: Trace): boolean {
  return laterOn(claim, trace).some(({ kind }) => kind === "delete" || kind === "release");
}

/** Committed by itself: another effect may have happened or not. */
export function isApart(a: Effect, b: Effect): boolean {
  return !isTogether(a, b);
}

/** A key and the time of it, nothing else. */
function isBare(table: Table): boolean {
  return (
    table.columns.length > 0 &&
    table.columns.length <= 2 &&
    table.columns.every(({ name }) => /(^|_)(id|key)$|Id$|_at$|At$/.test(name)) &&
    table.columns.some(({ name }) => /_at$|At$/.test(name))
  );
}

const RECORDS = /processed|handled|consumed|received|dedup|idempoten|inbox|dispatched/i;
