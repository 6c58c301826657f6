import { ts } from "ts-morph";
import type { Effect, Identity, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { declaredMembers } from "./declared-members.js";
import {
  handlerAround,
  handlerMessage,
  JOB,
  read,
  recordMessage,
  requireIdentity,
  type StableIdentity,
  keyInScope,
} from "./entry-identity.js";
import { type Binding, bindingsAt, isMadeHere, itemLoopAround } from "./scope.js";
import { functionsAround, nodesAround, textOf } from "./syntax.js";
import { holdsRenewed, isRenewed } from "./renewed.js";
import { threadIdentity } from "./thread.js";

/**
 * The identity to make a key of, nearest first: a key or message in scope, a business id in scope, the identity of the
 * entry point where the effect stands in its handler, and last the entry's identity passed down the call path.
 * A variable that is to be `replaced` is none.
 */
export function findIdentity(
  trace: Trace,
  effect: Effect,
  context: RuleContext,
  replaced?: string,
): StableIdentity | undefined {
  const source = context.source(effect.sink.file);
  if (!source) return undefined;
  const loop = itemLoopAround(source, effect.sink);
  const bindings = bindingsAt(source, effect.sink);
  const stable = bindings
    .filter(({ name }) => name !== replaced)
    .filter((binding) => !isMadeHere(source, binding, trace) && !holdsRenewed(source, binding, trace));
  const business = businessId(source, trace, effect, stable, loop, context);
  if (loop) return recordMessage(trace, source, stable) ?? business;
  if (effect.inLoop && !effect.retry) return messageInScope(stable.filter(isRecord), source) ?? business;
  return (
    keyInScope(source, effect.sink, stable) ??
    (trace.entry.library === "BullMQ" ? business : undefined) ??
    messageInScope(stable, source) ??
    handlerMessage(trace, source, effect.sink) ??
    business ??
    (handlerAround(trace, source, effect.sink)
      ? requireIdentity(trace, source)
      : threadIdentity(trace, effect, context))
  );
}

/** A parameter or local that is a message by its type or by how it was made, also where it is taken apart. */
function messageInScope(bindings: readonly Binding[], source: ts.SourceFile): StableIdentity | undefined {
  for (const declaration of new Set(bindings.map((binding) => binding.declaration))) {
    if (ts.isParameter(declaration) && (declaration.questionToken ?? declaration.initializer)) continue;
    const identity = messageOf(declaration, source);
    const found = identity && read(identity, declaration, source);
    if (found) return found;
  }
  return undefined;
}

/** One record of a batch, wherever the loop over the batch stands. */
function isRecord({ declaration: { type } }: Binding): boolean {
  return type !== undefined && RECORD.test(type.getText());
}

const RECORD = /^SQSRecord$/;

function messageOf({ type, initializer }: Binding["declaration"], source: ts.SourceFile): Identity | undefined {
  const written = type ? textOf(source, type) : "";
  const isStripeEvent =
    /^Stripe\.([A-Z]\w*)?Event$/.test(written) ||
    (initializer !== undefined && /\.constructEvent(Async)?\(/.test(textOf(source, initializer)));
  if (isStripeEvent) return { what: "the Stripe event's id", expression: "{0}.id" };
  if (/^Job(<.*>)?$/s.test(written)) return JOB;
  if (RECORD.test(written)) return { what: "the message's id", expression: "{0}.messageId" };
  return undefined;
}

const INTENT =
  /^(order|payment|invoice|booking|reservation|job|event|message|request|charge|refund|payout|transfer|shipment|fulfil?lment|transaction|purchase|checkout|ticket|submission|delivery|intent|withdrawal|deposit|settlement|renewal|appointment|claim|application|enrol?lment|registration|signup|reminder|notification|return|task|operation|command|export|import|report|document|campaign|run|row|record)s?$/i;

/** An id of the thing that is being done (an order, a payment), never of who does it: `order.id`, `orderId`. */
function businessId(
  source: ts.SourceFile,
  trace: Trace,
  effect: Effect,
  bindings: readonly Binding[],
  loop: ts.Node | undefined,
  context: RuleContext,
): StableIdentity | undefined {
  const visible = loop ? bindings.filter((binding) => within(loop, binding.declaration)) : bindings;
  const roots = new Set(visible.map((binding) => binding.name));
  const call = nodesAround(source, effect.sink.start, effect.sink.end).findLast((node) => node.end === effect.sink.end);
  const outer = functionsAround(source, effect.sink).at(-1);
  const inCall = call ? idsIn(source, call, roots) : [];
  const around = outer ? idsIn(source, outer, roots) : [];
  const named = visible.filter((binding) => !binding.optional && nounOf(binding.name)).map((binding) => binding.name);
  const declared = () =>
    visible
      .filter((binding) => binding.kind !== "local" && !binding.optional)
      .flatMap((binding) => declaredMembers(binding.type, source, context).map((member) => `${binding.name}.${member}`))
      .find((text) => isIntent(text, trace));
  const expression = [...inCall, ...around].find((id) => isIntent(id, trace)) ?? named[0] ?? declared();
  return expression === undefined ? undefined : { expression, what: expression, edits: [] };
}

function idsIn(source: ts.SourceFile, within: ts.Node, roots: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && isPlainPath(node)) {
      const text = textOf(source, node);
      if (roots.has(text.split(/[.?!]/)[0] ?? "")) found.push(text);
      return;
    }
    if (ts.isIdentifier(node) && roots.has(node.text) && nounOf(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(within);
  return found;
}

function isPlainPath(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return true;
  return ts.isPropertyAccessExpression(node) && !node.questionDotToken && isPlainPath(node.expression);
}

function isIntent(text: string, trace: Trace): boolean {
  if (isRenewed(text, trace)) return false;
  const segments = text.split(".");
  const last = segments.at(-1) ?? "";
  const holder = segments.at(-2);
  if (holder === "params") return INTENT.test(nounOf(last) ?? routeNoun(trace, last));
  if (/^(user|auth|session|headers|env|config)$/i.test(holder ?? "")) return false;
  if (last === "id" || last === "_id" || last === "number" || last === "reference") return INTENT.test(holder ?? "");
  return nounOf(last) !== undefined;
}

/** `order` of `orderId`, `order_id`, `orderNumber`; nothing for `userId`. */
function nounOf(name: string): string | undefined {
  const noun = /^(.*?)_?(id|number|reference|ref|uuid)$/i.exec(name)?.[1];
  const lastWord = noun
    ?.replace(/([a-z])([A-Z])/g, "$1_$2")
    .split("_")
    .at(-1);
  return lastWord && INTENT.test(lastWord) ? lastWord : undefined;
}

/** `orders` for `id` in `POST /orders/:id/refund`. */
function routeNoun(trace: Trace, parameter: string): string {
  const segments = trace.entry.name.split("/");
  const at = segments.findIndex((segment) => [`:${parameter}`, `[${parameter}]`, `{${parameter}}`].includes(segment));
  return segments[at - 1] ?? "";
}

function within(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}
