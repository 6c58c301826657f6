import { ts } from "ts-morph";
import type { Effect } from "../../analyzer/trace.js";
import { plain } from "./repeats.js";
import type { RuleContext } from "../rule.js";
import { functionsAround, textOf } from "../fixes/syntax.js";

/**
 * True when the function around an effect computes the column from its old value with an operator. A fallback
 * (`body.name ?? user.name`) is made of the same two values and repeats to the same.
 */
export function isComputed(column: string, effect: Effect, context: RuleContext): boolean {
  const source = context.source(effect.sink.file);
  const scope = source && functionsAround(source, effect.sink)[0];
  if (!source || !scope) return false;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || node.pos > effect.sink.end) return;
    if (ts.isBinaryExpression(node) && ARITHMETIC.has(node.operatorToken.kind)) {
      found ||= [node.left, node.right].some((side) => reads(textOf(source, side), column));
    }
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return found;
}

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
