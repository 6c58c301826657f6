import { ts } from "ts-morph";

/** What people call a function: its name, the variable or property that holds it, or the call it is given to. */
export function functionName(node: ts.Node): string {
  if ((ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) && node.name) return node.name.text;
  if (ts.isMethodDeclaration(node) || ts.isGetAccessorDeclaration(node)) {
    const owner = ts.isClassLike(node.parent) ? node.parent.name?.text : undefined;
    return owner ? `${owner}.${node.name.getText()}` : node.name.getText();
  }
  if (ts.isConstructorDeclaration(node)) return `new ${node.parent.name?.text ?? "class"}`;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.name.getText();
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return parent.name.getText();
  if (ts.isCallExpression(parent))
    return `the function given to ${parent.expression
      .getText()
      .slice(-40)
      .replace(/^[^\w]*/, "")}`;
  return "a function";
}
