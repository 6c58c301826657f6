import ts from "typescript";
import type { Mutation } from "./mutation.js";

/**
 * Moves what is done after a claim to before it: the statement that awaits a call comes before the claim and the test that ends the
 * function for everybody who did not win. Only where it reads nothing that is declared in between.
 */
export function movesIn(source: ts.SourceFile): readonly Mutation[] {
  const found: Mutation[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node)) found.push(...movesInBlock(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function movesInBlock({ statements }: ts.Block, source: ts.SourceFile): readonly Mutation[] {
  return statements.flatMap((test, index) => {
    if (!ts.isIfStatement(test) || !leaves(test.thenStatement)) return [];
    const claim = statements[index - 1];
    const first = claim && claims(claim) ? claim : claims(test) ? test : undefined;
    const moved = statements.slice(index + 1).find(isCall);
    if (!first || !moved) return [];
    const between = statements.slice(statements.indexOf(first), statements.indexOf(moved));
    if (between.some((one) => declaresFor(one, moved, source))) return [];
    const start = first.getStart(source);
    const text = `${moved.getText(source)}\n${source.text.slice(start, moved.getStart(source))}`;
    return [{ operator: "move the effect before its claim", file: source.fileName, start, end: moved.end, text }];
  });
}

function leaves(node: ts.Statement): boolean {
  const last = ts.isBlock(node) ? node.statements.at(-1) : node;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

/** A statement that awaits something, and so may write. */
function claims(node: ts.Node): boolean {
  return ts.isAwaitExpression(node) || (!ts.isFunctionLike(node) && (ts.forEachChild(node, claims) ?? false));
}

function isCall(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isAwaitExpression(statement.expression);
}

function declaresFor(statement: ts.Statement, user: ts.Statement, source: ts.SourceFile): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  const used = new Set(user.getText(source).match(/[\w$]+/g));
  return statement.declarationList.declarations.some(({ name }) =>
    (name.getText(source).match(/[\w$]+/g) ?? []).some((word) => used.has(word)),
  );
}
