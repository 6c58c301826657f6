import { ts } from "ts-morph";
import type { Effect, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";

/**
 * Whether the effect belongs to a PUT: by the route's name, or by a test of the request's method around it. HTTP promises that a PUT can
 * be sent again, so clients and proxies do that by themselves.
 */
export function isUnderPut(effect: Effect, trace: Trace, context: RuleContext): boolean {
  if (trace.entry.kind !== "http" && trace.entry.kind !== "action") return false;
  if (/^put\s/i.test(trace.entry.name)) return true;
  return [...effect.path.map(({ site }) => site), effect.sink].some(({ file, start, end }) => {
    const source = context.source(file);
    return source !== undefined && isInPutBranch(source, start, end);
  });
}

function isInPutBranch(source: ts.SourceFile, start: number, end: number): boolean {
  const within = (node: ts.Node): boolean => node.pos <= start && end <= node.end;
  const visit = (node: ts.Node): boolean => {
    if (!within(node)) return false;
    if (ts.isIfStatement(node) && within(node.thenStatement) && asksForPut(node.expression, source)) return true;
    if (ts.isCaseClause(node) && ts.isStringLiteralLike(node.expression) && node.expression.text === "PUT") return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  };
  return visit(source);
}

/** `request.method === "PUT"`. */
function asksForPut(node: ts.Expression, source: ts.SourceFile): boolean {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken) return false;
  const { left, right } = node;
  return /\bmethod$/i.test(left.getText(source)) && ts.isStringLiteralLike(right) && right.text === "PUT";
}
