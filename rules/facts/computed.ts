import { ts } from "ts-morph";
import { isImmediate } from "../../analyzer/interpreter/functions/lift.js";
import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Trace } from "../../analyzer/trace.js";
import { plain, sameTarget } from "./repeats.js";
import type { RuleContext } from "../rule.js";
import { functionsAround, textOf } from "../fixes/syntax.js";

/** `balance: wallet.balance + amount`: a column that is computed from its own old value, read before, moves relative to it. */
export function withOwnColumns(effect: Effect, trace: Trace, context: RuleContext): Effect {
  if (effect.kind !== "update" || effect.relative.length > 0) return effect;
  const relative = Object.keys(effect.values).filter(
    (column) => comesFromItself(column, effect, trace) && isComputed(column, effect, context),
  );
  return relative.length > 0 ? { ...effect, relative } : effect;
}

function comesFromItself(column: string, effect: Effect, trace: Trace): boolean {
  return (effect.values[column]?.sources ?? []).some(({ what, origin }) => {
    if (!origin || plain(what.slice(what.lastIndexOf(".") + 1)) !== plain(column)) return false;
    return trace.effects.some(
      (other) =>
        other.kind === "read" &&
        sameTarget(other.target, effect.target) &&
        [other.site, other.sink].some((site) => siteKey(site) === siteKey(origin)),
    );
  });
}

/**
 * True when the function around an effect computes the column from its old value with an operator, or puts more into it. A
 * fallback (`body.name ?? user.name`) is made of the same two values and repeats to the same.
 */
function isComputed(column: string, effect: Effect, context: RuleContext): boolean {
  const source = context.source(effect.sink.file);
  const scope = source && functionsAround(source, effect.sink).find((fn) => !isImmediate(fn));
  if (!source || !scope) return false;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || node.pos > effect.sink.end) return;
    if (ts.isBinaryExpression(node) && ARITHMETIC.has(node.operatorToken.kind)) {
      found ||= [node.left, node.right].some((side) => reads(textOf(source, side), column));
    } else found ||= grows(node, (part) => reads(textOf(source, part), column));
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return found;
}

/** `[...order.notes, note]`, `order.notes.push(note)`; a call (`order.notes.filter(…)`) may leave out what is put in. */
function grows(node: ts.Node, isOwn: (part: ts.Expression) => boolean): boolean {
  if (ts.isArrayLiteralExpression(node))
    return (
      node.elements.length > 1 &&
      node.elements.some((item) => ts.isSpreadElement(item) && !ts.isCallExpression(item.expression) && isOwn(item))
    );
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  return GROWING.has(name.text) && !ts.isCallExpression(expression) && isOwn(expression);
}

const GROWING: ReadonlySet<string> = new Set(["push", "unshift", "concat"]);

/** `wallet.balance`, `(wallet.balance ?? 0)`. */
function reads(text: string, column: string): boolean {
  return [...text.matchAll(/\.\s*([A-Za-z_$][\w$]*)/g)].some(([, member = ""]) => plain(member) === plain(column));
}

const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.SlashEqualsToken,
]);
