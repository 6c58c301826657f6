import { ts } from "ts-morph";

/**
 * A call of one of several implementations of the same operation, chosen from a table by data
 * (`providers[channel].send(message)`): whoever chooses decides that it happens, and all implementations are one gap there.
 * What handles what came in (`handlers[event.type].handle(event)`) decides by itself.
 */
export function choosesImplementation(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  if (node.arguments.length === 0 || HANDLES.test(name.text)) return false;
  if (node.arguments.some((arg) => ts.isIdentifier(arg) && INCOMING.test(arg.text))) return false;
  return isLookedUp(expression) || (ts.isIdentifier(expression) && isLookedUp(initializerOf(expression)));
}

/** A handler, which is given what came in. */
export const INCOMING = /^_?(req|request|res|response|reply|ctx|context|c|event|job|message|msg|payload|body)$/i;

const HANDLES = /^(handle|run|execute|process|perform|on|call|apply|bind|then|catch)([A-Z]|$)/;

/** `table[key]`, `table.get(key)`, with a key that is not written there. */
function isLookedUp(node: ts.Expression | undefined): boolean {
  if (!node) return false;
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return isLookedUp(node.expression);
  if (ts.isElementAccessExpression(node)) return !ts.isLiteralExpression(node.argumentExpression);
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "get" &&
    node.arguments.length === 1 &&
    node.arguments.every((arg) => !ts.isLiteralExpression(arg))
  );
}

/** What a variable of a block around was made from. */
function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  for (let at: ts.Node = name; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isBlock(at)) continue;
    for (const statement of at.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const one of statement.declarationList.declarations)
        if (ts.isIdentifier(one.name) && one.name.text === name.text) return one.initializer;
    }
  }
  return undefined;
}
