import { ts } from "ts-morph";
import type { Site } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { isFunction, nodesAround, textOf } from "../fixes/syntax.js";

/** Whether the code that a duplicate runs tells anybody: it logs, counts, throws, calls on, or answers with more than a nod. */
export function leavesTrace(otherwise: Site, context: RuleContext): boolean {
  const source = context.source(otherwise.file);
  if (!source) return true;
  return statementsAt(source, otherwise).some((statement) => tells(statement, source));
}

/** The statements at a place; behind an `if` that has nothing for duplicates, those that follow it. */
function statementsAt(source: ts.SourceFile, site: Site): readonly ts.Node[] {
  const around = nodesAround(source, site.start, site.end);
  const node = around.at(-1);
  if (!node) return [];
  if (!ts.isIfStatement(node)) return [node];
  const block = around.findLast((one) => ts.isBlock(one) || ts.isSourceFile(one));
  const statements = block && (ts.isBlock(block) || ts.isSourceFile(block)) ? block.statements : [];
  return statements.filter((statement) => statement.pos >= node.end);
}

function tells(node: ts.Node, source: ts.SourceFile): boolean {
  if (isFunction(node)) return false;
  if (ts.isThrowStatement(node)) return true;
  if (ts.isReturnStatement(node) && node.expression && !isCallOf(node.expression) && !isNod(node.expression))
    return true;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) return true;
  if (ts.isCallExpression(node)) {
    const name = textOf(source, node.expression).replaceAll(/\s|\([^()]*\)/g, "");
    if (!QUIET.test(name) && !isSql(node)) return true;
    if (/status|code|json|send|writeHead$/i.test(name) && !node.arguments.every(isNod)) return true;
  }
  return ts.forEachChild(node, (child) => tells(child, source) || undefined) === true;
}

function isCallOf(node: ts.Expression): boolean {
  return ts.isAwaitExpression(node) ? isCallOf(node.expression) : ts.isCallExpression(node) || ts.isNewExpression(node);
}

/** Says no more than that the message arrived: nothing, a flag, a 2xx, `{ received: true }`. */
function isNod(node: ts.Expression): boolean {
  if (ts.isNumericLiteral(node)) return /^2\d\d$|^[01]$/.test(node.text);
  if (ts.isStringLiteralLike(node)) return /^(ok|success|received|)$/i.test(node.text);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isNod);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every(
      (one) =>
        ts.isPropertyAssignment(one) &&
        !/duplicate|already|replay|conflict|skip/i.test(one.name.getText()) &&
        isNod(one.initializer),
    );
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isIdentifier(node) && /^(undefined|msg|message|job|res|response|context|ctx)$/.test(node.text))
  );
}

/** Ending a transaction is no news. */
function isSql(node: ts.CallExpression): boolean {
  const [first] = node.arguments;
  return first !== undefined && ts.isStringLiteralLike(first) && /^\s*(commit|rollback)\b/i.test(first.text);
}

/** Calls that only bring the delivery to its end. */
const QUIET =
  /(^|\.)(ack|acknowledge|nack|end|status|sendStatus|code|send|json|text|body|writeHead|commit\w*|rollback\w*|release|resolveOffset|heartbeat|complete|next|done|callback|Response|resolve)$/i;
