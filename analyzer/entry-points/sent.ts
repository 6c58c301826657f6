import { ts } from "ts-morph";
import type { Frame, Machine, Sign } from "../interpreter/walk/machine.js";
import type { Value } from "../interpreter/values/value.js";
import type { EntryPoint, Identity } from "../trace.js";
import type { Candidate } from "./candidate.js";
import { holdsForAll } from "./signed-ways.js";

/** Who sends what an HTTP handler gets, when it checks that: it verifies a signature, or has the sender verify it. */
export function sentBy(candidate: Candidate, frame: Frame, machine: Machine): Sign | undefined {
  const { effects } = frame.output;
  const signs = holdsForAll(frame.output.signs, effects, machine) ? frame.output.signs : [];
  const handlers = [...(candidate.before ?? []), ...candidate.handlers].flatMap(functionsOf);
  const certain = signs.find((sign) => !sign.header);
  if (certain) return certain;
  const checked = signs.find((sign) => [aroundOf(sign.node), ...handlers].some((node) => SIGNED.test(node.getText())));
  if (checked) return { ...checked, what: "the sender of a signed webhook" };
  for (const { model } of machine.world.libraries.libraries) {
    const asked = model.signatures?.find(({ url }) => url && effects.some(({ target }) => target.endsWith(url)));
    if (asked) return { kind: "webhook", what: asked.sender ?? model.library, node: candidate.node, event: false };
  }
  return undefined;
}

/** An HTTP entry point as what it is beyond a request of a client: a webhook, or a scheduler's call. */
export function asSent(base: EntryPoint, sign: Sign | undefined): EntryPoint {
  if (sign)
    return {
      ...base,
      kind: "webhook",
      delivery: "redelivered",
      repeatedBy: `${sign.what} delivers an event again until it gets a success`,
      identities: [...(sign.event ? eventIdentity(sign.node) : []), ...base.identities],
    };
  if (INCOMING.test(base.name) && !base.safe)
    return {
      ...base,
      kind: "webhook",
      delivery: "redelivered",
      repeatedBy: "the sender of a webhook delivers it again until it gets a success",
    };
  if (/\/cron(\/|$)/i.test(base.name))
    return {
      ...base,
      kind: "cron",
      delivery: "redelivered",
      safe: false,
      repeatedBy: "the scheduler calls again after a failure, and a slow run overlaps the next",
    };
  return base;
}

/** Paths to which others deliver (`/webhooks/stripe`, `/stripe/webhook`); `/webhooks` alone is where a user manages their own. */
const INCOMING = /\/(web)?hooks?\/[a-z][\w-]*(\/|$)|\/webhook$/i;

/** A header that is read and holds a signature: `req.headers["x-acme-signature"]`, `headers.get("webhook-signature")`. */
const SIGNED = /[[(,]\s*["'`](?:[\w-]+-(?:signature|hmac)[\w-]*|signature)["'`]\s*(?:\)|\](?!\s*=[^=]))/i;

function functionsOf(value: Value): readonly ts.Node[] {
  if (value.kind === "function") return [value.node];
  if (value.kind === "unknown") return (value.wraps ?? []).flatMap(functionsOf);
  return value.kind === "union" ? value.options.flatMap(functionsOf) : [];
}

function aroundOf(node: ts.Node): ts.Node {
  let at = node;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at.parent)) at = at.parent;
  return at;
}

/** `const event = stripe.webhooks.constructEvent(…)`: the event's id. */
function eventIdentity(node: ts.Node): readonly Identity[] {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
      return [{ what: "the event's id", expression: `${parent.name.text}.id` }];
    if (ts.isBinaryExpression(parent) && ts.isIdentifier(parent.left))
      return [{ what: "the event's id", expression: `${parent.left.text}.id` }];
    if (ts.isStatement(parent)) break;
  }
  return [];
}
