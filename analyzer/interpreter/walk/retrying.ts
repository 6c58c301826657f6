import { ts } from "ts-morph";
import { siteOf } from "../../sites.js";
import type { Retry } from "../../trace.js";

/** A loop whose body is tried and left on success: it repeats after failure. */
export function isRetryLoop(node: ts.IterationStatement): boolean {
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return false;
  const condition = ts.isForStatement(node)
    ? node.condition
    : ts.isWhileStatement(node) || ts.isDoStatement(node)
      ? node.expression
      : undefined;
  const body = ts.isBlock(node.statement) ? node.statement.statements : [node.statement];
  return body.some(
    (statement) =>
      ts.isTryStatement(statement) &&
      statement.catchClause !== undefined &&
      leaves(statement.tryBlock, condition) &&
      !always(statement.catchClause.block),
  );
}

/**
 * A function that returns what it yields when it is called again, where it failed: `catch { return send(order, left - 1); }`.
 */
export function retryOfItself(node: ts.TryStatement): Retry | undefined {
  const last = node.tryBlock.statements.at(-1);
  if (!node.catchClause || !last || !isExit(last)) return undefined;
  const name = nameOf(functionAround(node));
  const again = name === undefined ? undefined : returnedCall(node.catchClause.block, name);
  if (!again) return undefined;
  return { site: siteOf(again), body: siteOf(node.tryBlock), what: "this function calls itself again when it fails" };
}

function functionAround(node: ts.Node): ts.Node {
  let at = node.parent;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return at;
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.name?.getText();
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : undefined;
}

/** The call of a function of this name, or of a method of the same object, that a block returns. */
function returnedCall(block: ts.Node, name: string): ts.CallExpression | undefined {
  return ts.forEachChild(block, (child): ts.CallExpression | undefined => {
    if (ts.isFunctionLike(child)) return undefined;
    if (!ts.isReturnStatement(child) || !child.expression) return returnedCall(child, name);
    const value = ts.isAwaitExpression(child.expression) ? child.expression.expression : child.expression;
    const isAgain = ts.isCallExpression(value) && value.expression.getText().replace(/^this\./, "") === name;
    return isAgain ? value : undefined;
  });
}

/** Ends the loop: returns, breaks (also on condition), or sets what the loop's condition reads. */
function leaves(block: ts.Block, condition: ts.Expression | undefined): boolean {
  const last = block.statements.at(-1);
  if (!last) return false;
  if (isExit(last)) return true;
  if (ts.isIfStatement(last))
    return isExit(last.thenStatement) || (ts.isBlock(last.thenStatement) && last.thenStatement.statements.some(isExit));
  if (!ts.isExpressionStatement(last) || !ts.isBinaryExpression(last.expression)) return false;
  const { left, right, operatorToken } = last.expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return (
    right.kind === ts.SyntaxKind.TrueKeyword ||
    (ts.isIdentifier(left) && condition !== undefined && reads(condition, left.text))
  );
}

function isExit(statement: ts.Statement): boolean {
  return ts.isReturnStatement(statement) || ts.isBreakStatement(statement);
}

function reads(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node)
    ? node.text === name
    : node.forEachChild((child) => reads(child, name) || undefined) === true;
}

function always(block: ts.Block): boolean {
  return block.statements.some(
    (statement) => ts.isThrowStatement(statement) || ts.isReturnStatement(statement) || ts.isBreakStatement(statement),
  );
}
