import { ts } from "ts-morph";
import { withNull } from "../../provenance.js";
import { isNullish, joinValues, withProvenance, type Value } from "../values/value.js";
import { find } from "./env.js";
import { assign } from "./flow.js";
import type { Frame } from "./machine.js";

/**
 * Takes the null out of local variables that a condition found to hold something: behind `if (!id) return;` a unique set over
 * `id` holds. Only plain data: what was read from a store keeps what follows from finding it.
 */
export function narrow(condition: ts.Expression, holds: boolean, frame: Frame): void {
  for (const name of filled(condition, holds)) {
    if (!isLocal(name, frame.node)) continue;
    const cell = find(frame.env, name.text);
    const value = cell && withoutNull(cell.value);
    if (cell && value) assign(cell, value, frame);
  }
}

/** The variables that are neither null nor undefined where the condition holds, or where it does not. */
function filled(node: ts.Expression, holds: boolean): readonly ts.Identifier[] {
  if (ts.isParenthesizedExpression(node)) return filled(node.expression, holds);
  if (ts.isIdentifier(node)) return holds ? [node] : [];
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.ExclamationToken ? filled(node.operand, !holds) : [];
  if (!ts.isBinaryExpression(node)) return [];
  const operator = node.operatorToken.kind;
  const both = holds ? ts.SyntaxKind.AmpersandAmpersandToken : ts.SyntaxKind.BarBarToken;
  if (operator === both) return [...filled(node.left, holds), ...filled(node.right, holds)];
  const differs = holds ? UNEQUAL : EQUAL;
  return differs.has(operator) && isNothing(node.right) && ts.isIdentifier(node.left) ? [node.left] : [];
}

const UNEQUAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const EQUAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
]);

/** A written `null` or `undefined`. */
export function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");
}

/** Declared in the function that is walked: variables of others are theirs. */
function isLocal({ text, parent }: ts.Identifier, within: ts.Node): boolean {
  for (let scope: ts.Node = parent; ; scope = scope.parent) {
    if (ts.isFunctionLike(scope) && scope.parameters.some(({ name }) => declares(name, text))) return true;
    if (ts.isBlock(scope) && scope.statements.some((one) => ts.isVariableStatement(one) && names(one, text)))
      return true;
    if (scope === within || ts.isSourceFile(scope)) return false;
  }
}

function names({ declarationList }: ts.VariableStatement, text: string): boolean {
  return declarationList.declarations.some(({ name }) => declares(name, text));
}

function declares(name: ts.BindingName, text: string): boolean {
  if (ts.isIdentifier(name)) return name.text === text;
  return name.elements.some((one) => ts.isBindingElement(one) && declares(one.name, text));
}

function withoutNull(value: Value): Value | undefined {
  if (value.result || value.words) return undefined;
  if (value.kind === "union") {
    if (value.truth) return undefined;
    const left = value.options.filter((option) => !isNullish(option));
    if (left.length === 0 || left.some(({ result }) => result)) return undefined;
    return joinValues(left.map((option) => withoutNull(option) ?? option));
  }
  return value.provenance.maybeNull && value.kind === "unknown"
    ? withProvenance(value, withNull(value.provenance, false))
    : undefined;
}
