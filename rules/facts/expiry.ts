import { ts } from "ts-morph";
import type { Effect } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { callAt } from "../fixes/syntax.js";

/** When a key of a cache goes by itself. */
export type Expiry =
  | { readonly kind: "never"; readonly call: ts.CallExpression }
  | { readonly kind: "after"; readonly seconds: number; readonly written: ts.Expression; readonly unit: 1 | 1000 }
  /** Something is passed that cannot be read here. */
  | { readonly kind: "unknown" };

/** What is asked of the project: its sources, and where an import leads. */
type Code = Pick<RuleContext, "source" | "resolve">;

/** The expiry that a reservation in Redis is made with. */
export function expiryOf(effect: Effect, context: Code): Expiry {
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  if (!source || !call || !ts.isCallExpression(call)) return { kind: "unknown" };
  if (/\.\s*h?setnx$/i.test(call.expression.getText(source))) return { kind: "never", call };
  const [, , ...flags] = call.arguments;
  for (const [index, flag] of flags.entries()) {
    if (ts.isObjectLiteralExpression(flag)) return fromOptions(flag, call, source, context);
    if (!ts.isStringLiteralLike(flag)) continue;
    const unit = UNITS.get(flag.text.toUpperCase());
    if (unit !== undefined) return after(flags[index + 1], unit, source, context);
  }
  return flags.every((flag) => ts.isStringLiteralLike(flag)) ? { kind: "never", call } : { kind: "unknown" };
}

/** How long what a reservation remembers is kept, in seconds; `undefined` when the code does not say it. */
export function keptFor(effect: Effect, context: Code): number | "for ever" | undefined {
  const expiry = expiryOf(effect, context);
  return expiry.kind === "never" ? "for ever" : expiry.kind === "after" ? expiry.seconds : undefined;
}

/** A number that the code spells out: literals, their sums and products, and constants of this file or another. */
function numberOf(
  node: ts.Expression | undefined,
  source: ts.SourceFile,
  context: Code,
  depth = 4,
): number | undefined {
  if (!node || depth === 0) return undefined;
  if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll("_", ""));
  if (ts.isParenthesizedExpression(node)) return numberOf(node.expression, source, context, depth);
  if (ts.isIdentifier(node)) {
    const { value, from } = constant(node.text, source) ?? imported(node.text, source, context) ?? {};
    return from && numberOf(value, from, context, depth - 1);
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const left = numberOf(node.left, source, context, depth);
  const right = numberOf(node.right, source, context, depth);
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

function fromOptions(
  options: ts.ObjectLiteralExpression,
  call: ts.CallExpression,
  source: ts.SourceFile,
  context: Code,
): Expiry {
  for (const property of options.properties) {
    if (!ts.isPropertyAssignment(property)) return { kind: "unknown" };
    const name = property.name.getText(source);
    const unit = UNITS.get(name.toUpperCase());
    if (unit !== undefined) return after(property.initializer, unit, source, context);
    if (/^(expiration|exat|pxat|keepttl)$/i.test(name)) return { kind: "unknown" };
  }
  return { kind: "never", call };
}

function after(node: ts.Expression | undefined, unit: 1 | 1000, source: ts.SourceFile, context: Code): Expiry {
  const number = numberOf(node, source, context);
  return node && number !== undefined
    ? { kind: "after", seconds: number / unit, written: node, unit }
    : { kind: "unknown" };
}

interface Constant {
  readonly value: ts.Expression;
  /** The file that declares it. */
  readonly from: ts.SourceFile;
}

function constant(name: string, source: ts.SourceFile): Constant | undefined {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const)) continue;
    const value = statement.declarationList.declarations.find((one) => one.name.getText(source) === name)?.initializer;
    if (value) return { value, from: source };
  }
  return undefined;
}

function imported(name: string, source: ts.SourceFile, context: Code): Constant | undefined {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    const one =
      bindings && ts.isNamedImports(bindings) ? bindings.elements.find((each) => each.name.text === name) : undefined;
    const file = one && context.resolve(statement.moduleSpecifier.text, source.fileName);
    const from = file === undefined ? undefined : context.source(file);
    if (one && from) return constant((one.propertyName ?? one.name).text, from);
  }
  return undefined;
}

const UNITS: ReadonlyMap<string, 1 | 1000> = new Map([
  ["EX", 1],
  ["PX", 1000],
  ["EXPIRES", 1],
]);
