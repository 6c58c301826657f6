import { ts } from "ts-morph";
import { notifications } from "../../analyzer/models/notifications/index.js";
import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Site, Trace } from "../../analyzer/trace.js";
import { isFunction, nodesAround } from "../fixes/syntax.js";
import { exclusive } from "./exclusive.js";
import { isOutside } from "./records.js";
import type { Report, RuleContext } from "../rule.js";
import { settlesCheckOf } from "./settled.js";

/** Where a second run harms less than its risk says: nobody has to accept an offer, and a message is as grave as what it tells of. */
export function harm(effect: Effect, trace: Trace, context: RuleContext): Pick<Report, "atMost"> {
  const because = lessened(effect, trace, context);
  return because === undefined ? {} : { atMost: { severity: "warning", because } };
}

function lessened(effect: Effect, trace: Trace, context: RuleContext): string | undefined {
  if (OFFER.test(effect.name)) return "nobody has to accept a second offer";
  if (isMessageOfStep(effect, trace, context))
    return "the step does nothing else, so it runs again only when the reply was lost, and all that comes of it is a second message";
  if (!isMessageOnRequest(effect, trace)) return undefined;
  const row = newRowBefore(effect, trace, context);
  if (row)
    return `all that comes of a request that is sent again is a second message about ${row.target}, of normal risk`;
  return isBehindTransition(effect, trace, context)
    ? "only two attempts at once pass the check, and all that comes of it is a second message"
    : undefined;
}

/** A message to somebody that goes out again because a client came again: whoever gets it sees two, and nothing else is doubled by it. */
export function isMessageOnRequest(effect: Effect, { entry }: Trace): boolean {
  return entry.delivery === "retried" && isMessage(effect);
}

function isMessage(effect: Effect): boolean {
  if (effect.risk !== "high" || !isOutside(effect)) return false;
  return NOTIFIERS.has(effect.library) || MESSAGE.test(`${effect.riskReason} ${effect.target}`);
}

/** The only thing that a durable step does besides reading, and once: nothing that fails after it sends it again. */
function isMessageOfStep(effect: Effect, { effects }: Trace, context: RuleContext): boolean {
  const step = isMessage(effect) ? stepOf(effect) : undefined;
  if (!step || step.within.some((site) => isInLoop(site, context))) return false;
  return !effects.some(
    (other) => other.kind !== "read" && siteKey(other.sink) !== siteKey(effect.sink) && stepOf(other)?.run === step.run,
  );
}

/** The run of a step that an effect belongs to, and the places within it that lead there. A helper that runs steps does so once for each call of it. */
function stepOf({
  guards,
  path,
  sink,
}: Effect): { readonly run: string; readonly within: readonly Site[] } | undefined {
  const step = guards.find(({ kind }) => kind === "durable-step");
  const sites = path.map(({ site }) => site);
  const at = step ? sites.findIndex((site) => siteKey(site) === siteKey(step.site)) : -1;
  if (at < 0) return undefined;
  return {
    run: sites
      .slice(0, at + 1)
      .map(siteKey)
      .join(" "),
    within: [...sites.slice(at + 1), sink],
  };
}

/** Whether a loop of the same function is around a place. */
function isInLoop(site: Site, { source }: RuleContext): boolean {
  const file = source(site.file);
  const around = file ? nodesAround(file, site.start, site.end).reverse() : [];
  const end = around.findIndex(isFunction);
  const [fn, call] = end < 0 ? [] : around.slice(end);
  const isEach =
    fn && call && ts.isCallExpression(call) && /\.(?:map|forEach|flatMap)$/.test(call.expression.getText());
  return (
    isEach === true || around.slice(0, end < 0 ? undefined : end).some((node) => ts.isIterationStatement(node, false))
  );
}

/** The attempt added a row of little weight before, and adds it again: what is told of it is told of two. */
function newRowBefore(effect: Effect, trace: Trace, context: RuleContext): Effect | undefined {
  const at = trace.effects.indexOf(effect);
  return trace.effects.find(
    (other, index) =>
      index < at &&
      other.kind === "insert" &&
      other.risk === "normal" &&
      other.conflict === "none" &&
      other.guards.length === 0 &&
      !exclusive(effect, other, context),
  );
}

/** What a check asked about was changed before: only an attempt at the same time passes the check, too. */
function isBehindTransition(effect: Effect, trace: Trace, context: RuleContext): boolean {
  return trace.effects.slice(0, trace.effects.indexOf(effect)).some((other) => settlesCheckOf(effect, other, context));
}

const OFFER = /\b(checkout\.sessions|paymentLinks|quotes)\.create$/;
const NOTIFIERS = new Set<string>(notifications.map(({ library }) => library));
const MESSAGE = /mail|sms|notif|message|slack/i;
