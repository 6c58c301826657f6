import { ts } from "ts-morph";
import type { Cell, Env } from "../walk/env.js";
import type { Value } from "../values/value.js";

/** What a function takes from the functions around it. */
export interface Captures {
  /** Names that it uses and does not declare. */
  readonly names: readonly string[];
  /** It changes one of them: walking it has an effect on its surroundings. */
  readonly assigns: boolean;
}

/** The free variables of a function, found once per function. */
export function capturesOf(node: ts.FunctionLikeDeclaration): Captures {
  const known = cache.get(node);
  if (known) return known;
  const made = find(node);
  cache.set(node, made);
  return made;
}

/** A function's free variables that live in functions around it; module scope is the same for everybody. */
export function capturedCells(names: readonly string[], env: Env): readonly (readonly [name: string, cell: Cell])[] {
  return names.flatMap((name) => {
    for (let scope: Env | undefined = env; scope && !scope.module; scope = scope.parent) {
      const cell = scope.cells.get(name);
      if (cell) return [[name, cell] as const];
    }
    return [];
  });
}

/** What they hold. */
export function capturedValues(names: readonly string[], env: Env): readonly Value[] {
  return capturedCells(names, env).map(([, { value }]) => value);
}

const cache = new WeakMap<ts.Node, Captures>();

function find(node: ts.FunctionLikeDeclaration): Captures {
  const used = new Set<string>();
  const declared = new Set<string>();
  const assigned = new Set<string>();
  const visit = (at: ts.Node): void => {
    if (ts.isIdentifier(at)) {
      if (isName(at)) declared.add(at.text);
      else if (!isMember(at)) used.add(at.text);
    }
    if (ts.isBinaryExpression(at) && isAssignment(at.operatorToken.kind))
      roots(at.left).forEach((name) => assigned.add(name));
    if ((ts.isPrefixUnaryExpression(at) || ts.isPostfixUnaryExpression(at)) && CHANGES.has(at.operator))
      roots(at.operand).forEach((name) => assigned.add(name));
    if (
      ts.isCallExpression(at) &&
      ts.isPropertyAccessExpression(at.expression) &&
      MUTATORS.has(at.expression.name.text)
    )
      roots(at.expression.expression).forEach((name) => assigned.add(name));
    ts.forEachChild(at, visit);
  };
  ts.forEachChild(node, visit);
  const names = [...used].filter((name) => !declared.has(name));
  return { names, assigns: names.some((name) => assigned.has(name)) };
}

const CHANGES: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken]);
const MUTATORS = new Set(["push", "unshift", "set", "append"]);

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Variables that an assignment's target starts from. */
function roots(node: ts.Expression): readonly string[] {
  if (ts.isIdentifier(node)) return [node.text];
  if (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node)
  )
    return roots(node.expression);
  const found: string[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isIdentifier(at)) found.push(at.text);
    ts.forEachChild(at, visit);
  };
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) visit(node);
  return found;
}

function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent)) &&
    parent.name === node
  );
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isBindingElement(parent)) &&
    (ts.isPropertyAssignment(parent) ? parent.name === node : parent.propertyName === node)
  );
}
