import type { Effect } from "../../analyzer/trace.js";

/** The word that tells one operation's key from another's: `charge`, `payment-intent`, `welcome-email`. */
export function operationOf(effect: Effect): string {
  const words = /^[A-Z]+ /.test(effect.name) ? pathWords(effect.name) : memberWords(effect);
  return kebab(words || lastPart(effect.target)) || effect.kind;
}

function pathWords(name: string): string {
  const path = name.replace(/^[A-Z]+ /, "").replace(/[?#].*$/, "");
  const segments = path.split("/").slice(1);
  return singular(segments.findLast((segment) => /^[a-z][a-z_-]*$/i.test(segment)) ?? "");
}

function memberWords(effect: Effect): string {
  const segments = effect.name.replace(/\(.*?\)/g, "").split(".");
  const verb = segments.at(-1) ?? "";
  const isNamedByTarget = effect.kind !== "call" || segments.length < 3;
  if (PLAIN_VERB.test(verb)) return isNamedByTarget ? lastPart(effect.target) : singular(segments.at(-2) ?? "");
  return isNamedByTarget && effect.kind !== "call" ? lastPart(effect.target) : verb;
}

/** `shipment` of `https://sqs.eu-west-1.amazonaws.com/123/shipments.fifo`. */
function lastPart(target: string): string {
  const last = target.split(/[/:]/).at(-1) ?? target;
  return singular(last.replace(/\.fifo$/, ""));
}

const PLAIN_VERB = /^(create|send|add|publish|trigger|start|put|post|execute|run|submit|request|invoke|insert|new)$/;

function singular(word: string): string {
  return word.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
}

function kebab(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
