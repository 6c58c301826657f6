import type { Effect, EntryPoint, Trace } from "../../analyzer/trace.js";
import { siteKey } from "../../analyzer/sites.js";
import type { RuleContext } from "../rule.js";
import { settlesByItself } from "./keys.js";

/** True when doing it twice does it twice, as long as nothing guards it. */
export function addsUp(effect: Effect, context: Pick<RuleContext, "names">): boolean {
  switch (effect.kind) {
    case "insert":
      return insertsAgain(effect);
    case "call":
      return !settlesByItself(effect, context);
    case "increment":
    case "append":
    case "publish":
    case "enqueue":
    case "start":
      return true;
    case "update":
    case "upsert":
      return effect.relative.length > 0;
    case "delete":
    case "reserve":
    case "release":
    case "read":
      return false;
  }
}

/** No unique set keeps a later attempt from inserting a second row; one over a number that is counted on conflicts for attempts at once alone. */
export function insertsAgain({ conflict, guards, shortfalls }: Effect): boolean {
  return conflict === "none" || (guards.length === 0 && shortfalls.some(({ atOnce }) => atOnce));
}

/** True when a second attempt repeats it: it adds up, nothing guards it, and somebody would notice. */
export function repeats(effect: Effect, context: Pick<RuleContext, "names">): boolean {
  return addsUp(effect, context) && effect.guards.length === 0 && effect.quiet === undefined && effect.risk !== "low";
}

/** True when somebody would notice that it was done twice or not at all. */
export function isWorthGuarding(effect: Effect): boolean {
  return effect.kind !== "read" && effect.quiet === undefined && effect.risk !== "low";
}

/** True when it changes a store whatever the number of times. */
export function writes(effect: Effect): boolean {
  return ["insert", "update", "increment", "append", "delete", "upsert", "reserve"].includes(effect.kind);
}

/** Both are committed by one transaction, or neither is. */
export function isTogether(a: Effect, b: Effect): boolean {
  const [one, other] = [a.transaction, b.transaction];
  if (one === undefined || other === undefined || siteKey(one.site) !== siteKey(other.site)) return false;
  // One may have been opened by a helper that returned since: what is behind it was reached by fewer calls.
  const { through = [] } = other;
  return (one.through ?? []).every((site, at) => through[at] === undefined || siteKey(through[at]) === siteKey(site));
}

/** The rows of the last attempt are deleted first, in the same transaction: what is inserted then takes their place. */
export function replacesRows(effect: Effect, trace: Trace): boolean {
  const at = trace.effects.indexOf(effect);
  return trace.effects.some(
    (other, index) =>
      index < at && other.kind === "delete" && sameTarget(other.target, effect.target) && isTogether(other, effect),
  );
}

/** What a second run of the effect does, for messages: `makes a second row in orders`. */
export function secondRun(effect: Effect): string {
  switch (effect.kind) {
    case "insert":
      return `adds a second row to ${effect.target}`;
    case "publish":
    case "enqueue":
      return `sends a second message to ${effect.target}`;
    case "start":
      return `starts ${effect.target} a second time`;
    case "increment":
    case "append":
    case "update":
    case "upsert":
      return `changes ${effect.relative.length > 0 ? effect.relative.join(", ") : effect.target} a second time`;
    default:
      return `calls ${effect.target} a second time`;
  }
}

/** Who comes again, for messages: `a retry of POST /orders`, `the next delivery of queue orders`. */
export function nextAttempt(entry: EntryPoint): string {
  switch (entry.delivery) {
    case "redelivered":
      return `the next delivery of ${entry.name}`;
    case "retried":
      return `a retry of ${entry.name}`;
    case "replayed":
      return `the next run of ${entry.name}`;
  }
}

/** Names of one table or key as code writes it differ in case and separators only. */
export function sameTarget(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

/** `order_id`, `orderId` and `OrderID` are one column. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9*]/g, "");
}
