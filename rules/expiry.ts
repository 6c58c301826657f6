import { ts } from "ts-morph";
import type { Effect } from "../analyzer/trace.js";
import type { RuleContext } from "./rule.js";
import { callAt } from "./fixes/syntax.js";

/** When a key of a cache goes by itself. */
export type Expiry =
  | { readonly kind: "never"; readonly call: ts.CallExpression }
  | { readonly kind: "after"; readonly seconds: number; readonly written: ts.Expression; readonly unit: 1 | 1000 }
  /** Something is passed that cannot be read here. */
  | { readonly kind: "unknown" };

/** The expiry that a reservation in Redis is made with. */
export function expiryOf(effect: Effect, context: Pick<RuleContext, "source">): Expiry {
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  if (!source || !call || !ts.isCallExpression(call)) return { kind: "unknown" };
  if (/\.\s*h?setnx$/i.test(call.expression.getText(source))) return { kind: "never", call };
  const [, , ...flags] = call.arguments;
  for (const [index, flag] of flags.entries()) {
    if (ts.isObjectLiteralExpression(flag)) return fromOptions(flag, call, source);
    if (!ts.isStringLiteralLike(flag)) continue;
    const unit = UNITS.get(flag.text.toUpperCase());
    if (unit !== undefined) return after(flags[index + 1], unit, source);
  }
  return flags.every((flag) => ts.isStringLiteralLike(flag)) ? { kind: "never", call } : { kind: "unknown" };
}

/** How long what a reservation remembers is kept, in seconds; `undefined` when the code does not say it. */
export function keptFor(effect: Effect, context: Pick<RuleContext, "source">): number | "for ever" | undefined {
  const expiry = expiryOf(effect, context);
  return expiry.kind === "never" ? "for ever" : expiry.kind === "after" ? expiry.seconds : undefined;
}

/** A number that the file spells out: literals, products and constants of the same file. */
export function numberOf(node: ts.Expression | undefined, source: ts.SourceFile, depth = 4): number | undefined {
  if (!node || depth === 0) return undefined;
  if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll("_", ""));
  if (ts.isParenthesizedExpression(node)) return numberOf(node.expression, source, depth);
  if (ts.isIdentifier(node)) return numberOf(constant(node.text, source), source, depth - 1);
  if (!ts.isBinaryExpression(node)) return undefined;
  const left = numberOf(node.left, source, depth);
  const right = numberOf(node.right, source, depth);
  if (left === undefined || right === undefined) return undefined;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AsteriskToken:
      return left * right;
    case ts.SyntaxKind.PlusToken:
      return left + right;
    case ts.SyntaxKind.SlashToken:
      return left / right;
    default:
      return undefined;
  }
}

function fromOptions(options: ts.ObjectLiteralExpression, call: ts.CallExpression, source: ts.SourceFile): Expiry {
  for (const property of options.properties) {
    if (!ts.isPropertyAssignment(property)) return { kind: "unknown" };
    const name = property.name.getText(source);
    const unit = UNITS.get(name.toUpperCase());
    if (unit !== undefined) return after(property.initializer, unit, source);
    if (/^(expiration|exat|pxat|keepttl)$/i.test(name)) return { kind: "unknown" };
  }
  return { kind: "never", call };
}

function after(node: ts.Expression | undefined, unit: 1 | 1000, source: ts.SourceFile): Expiry {
  const number = numberOf(node, source);
  return node && number !== undefined
    ? { kind: "after", seconds: number / unit, written: node, unit }
    : { kind: "unknown" };
}

function constant(name: string, source: ts.SourceFile): ts.Expression | undefined {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const)) continue;
    const found = statement.declarationList.declarations.find((one) => one.name.getText(source) === name);
    if (found) return found.initializer;
  }
  return undefined;
}

const UNITS: ReadonlyMap<string, 1 | 1000> = new Map([
  ["EX", 1],
  ["PX", 1000],
]);
