import { ts } from "ts-morph";
import type { Site } from "../../trace.js";

/**
 * Whether two places of one file lie on ways that exclude each other: walks down to the innermost node that holds both,
 * noting whether it makes them alternatives.
 */
export function areApart(source: ts.SourceFile, one: Site, other: Site): boolean {
  const [first, second] = one.start <= other.start ? [one, other] : [other, one];
  let found = false;
  const visit = (node: ts.Node): void => {
    if (node.pos > first.start || node.end < second.end) return;
    found ||= alternatives(node, first, second);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function alternatives(node: ts.Node, first: Site, second: Site): boolean {
  if (ts.isIfStatement(node))
    return within(node.thenStatement, first) && node.elseStatement !== undefined && within(node.elseStatement, second);
  if (ts.isConditionalExpression(node)) return within(node.whenTrue, first) && within(node.whenFalse, second);
  if (ts.isCaseBlock(node)) {
    const [a, b] = [first, second].map((site) => node.clauses.findIndex((clause) => within(clause, site)));
    if (a === undefined || b === undefined || a < 0 || b < 0 || a === b) return false;
    // A case that falls through runs the next one, too.
    return node.clauses.slice(a, b).some((clause) => leaves(clause.statements));
  }
  if (!ts.isBlock(node) && !ts.isSourceFile(node) && !ts.isCaseOrDefaultClause(node)) return false;
  // `if (a) { …; return }` before the rest.
  return node.statements.some(
    (statement) => within(statement, first) && !within(statement, second) && endsWith(statement, first),
  );
}

/** The side of an `if` on which a place lies leaves; further in, only what ends the whole function does, and a `try` may catch that. */
function endsWith(node: ts.Node, site: Site, depth = 0): boolean {
  if (!within(node, site) || ts.isFunctionLike(node) || ts.isTryStatement(node)) return false;
  if (ts.isIfStatement(node)) {
    const side = [node.thenStatement, node.elseStatement].find((one) => one !== undefined && within(one, site));
    if (side && leavesAll(side, depth > 0 ? isEnd : isExit)) return true;
  }
  return ts.forEachChild(node, (child) => endsWith(child, site, depth + 1) || undefined) === true;
}

function within(node: ts.Node, site: Site): boolean {
  return node.pos <= site.start && site.end <= node.end;
}

function leavesAll(node: ts.Statement, exit = isExit): boolean {
  return ts.isBlock(node) ? leaves(node.statements, exit) : exit(node);
}

function leaves(statements: readonly ts.Statement[], exit = isExit): boolean {
  const last = statements.at(-1);
  return last !== undefined && (exit(last) || (ts.isBlock(last) && leaves(last.statements, exit)));
}

function isExit(node: ts.Statement): boolean {
  return isEnd(node) || ts.isBreakStatement(node) || ts.isContinueStatement(node);
}

function isEnd(node: ts.Statement): boolean {
  return ts.isReturnStatement(node) || ts.isThrowStatement(node);
}
