import { ts } from "ts-morph";
import { declare } from "../walk/env.js";
import type { Frame, Machine } from "../walk/machine.js";
import type { Value } from "../values/value.js";
import { namesOf } from "./modules.js";

/**
 * What a variable of a module holds once the module is loaded: its own statements put handlers into a map, a record or a
 * list (`handlers.set("refund", refund)`), by themselves or through a function (`on("refund", refund)`). What other modules put
 * there is not known here.
 */
export function filled(name: string, value: Value, source: ts.SourceFile, scope: Frame, machine: Machine): Value {
  if (!isContainer(value)) return value;
  const statements = fillersOf(name, source);
  if (statements.length === 0) return value;
  declare(scope.env, name, value);
  for (const statement of statements) machine.execute(statement, scope);
  return scope.env.cells.get(name)?.value ?? value;
}

/** A collection, or an object or a list that more may be put into. */
function isContainer(value: Value): boolean {
  if (value.kind === "unknown") return value.memory !== undefined;
  return value.kind === "object" || value.kind === "array" || value.kind === "instance";
}

/** Statements of the module itself that change what a variable holds. */
function fillersOf(name: string, source: ts.SourceFile): readonly Filler[] {
  const { locals } = namesOf(source);
  return statementsOf(source).filter((statement) => {
    // `for (const [name, handler] of Object.entries(imported)) handlers.set(name, handler)`
    if (ts.isForOfStatement(statement)) return changesWithin(statement.statement, name);
    const { expression } = statement;
    if (changes(expression, name)) return true;
    if (!ts.isCallExpression(expression) || !ts.isIdentifier(expression.expression)) return false;
    const called = locals.get(expression.expression.text);
    if (called?.kind === "function") return changesWithin(called.node, name);
    return called?.kind === "variable" && called.node.initializer !== undefined
      ? changesWithin(called.node.initializer, name)
      : false;
  });
}

/** `handlers.set(…)`, `handlers.refund = …`, `bus.subscribe(…)`. */
function changes(node: ts.Node, name: string): boolean {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return !ts.isIdentifier(node.left) && rootOf(node.left) === name;
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)
    ? rootOf(node.expression) === name && node.arguments.length > 0
    : false;
}

function changesWithin(node: ts.Node, name: string): boolean {
  return ts.forEachChild(node, (child) => changes(child, name) || changesWithin(child, name) || undefined) === true;
}

function rootOf(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
    ? rootOf(node.expression)
    : undefined;
}

/** Found once per text: every variable of the module asks. */
function statementsOf(source: ts.SourceFile): readonly Filler[] {
  const known = cache.get(source);
  if (known) return known;
  const found = source.statements.filter(
    (statement): statement is Filler => ts.isExpressionStatement(statement) || ts.isForOfStatement(statement),
  );
  cache.set(source, found);
  return found;
}

const cache = new WeakMap<ts.SourceFile, readonly Filler[]>();

type Filler = ts.ExpressionStatement | ts.ForOfStatement;
