import { ts } from "ts-morph";
import type { EffectKind } from "../trace.js";

/**
 * Whether a function only carries an effect out for its caller: everything that decides on the effect comes through its
 * parameters (`send(to, subject)` around a mail client, `create(data)` around a table). Then the caller's call is the
 * place where a person would look for it.
 *
 * A write counts only when the record is handed over whole: a repository that builds the row decides on it.
 */
export function carries(call: ts.Node, owner: ts.Node, kind: EffectKind): boolean {
  if (!ts.isFunctionLike(owner) || !hasName(owner)) return false;
  const parameters = new Set(owner.parameters.flatMap((parameter) => names(parameter.name)));
  if (parameters.size === 0) return false;
  const args = ts.isCallExpression(call) || ts.isNewExpression(call) ? (call.arguments ?? []) : [];
  if (args.length === 0) return false;
  const locals = derivedNames(owner, parameters);
  return TRANSPORTED.has(kind) ? onlyFrom(args, locals) : args.every((arg) => handedOver(arg, parameters));
}

const TRANSPORTED: ReadonlySet<EffectKind> = new Set(["call", "publish", "enqueue", "start"]);

/** A function that callers know by a name; an inline callback belongs to the function around it. */
function hasName(node: ts.SignatureDeclaration): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return true;
  const { parent } = node;
  return (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent));
}

/** Parameters, and locals made of nothing but parameters. */
function derivedNames(owner: ts.SignatureDeclaration, parameters: ReadonlySet<string>): ReadonlySet<string> {
  const known = new Set(parameters);
  const body = "body" in owner ? owner.body : undefined;
  if (!body) return known;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && !containsCall(node.initializer) && onlyFrom([node.initializer], known)) {
      for (const name of names(node.name)) known.add(name);
    }
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(body as ts.Node, visit);
  return known;
}

/** At least one variable occurs, and what decides (anything but constants in capitals) is among the known names. */
function onlyFrom(nodes: readonly ts.Node[], known: ReadonlySet<string>): boolean {
  let used = 0;
  let foreign = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isReference(node)) {
      if (known.has(node.text)) used++;
      else if (!isConstantName(node.text)) foreign++;
    }
    if (node.kind === ts.SyntaxKind.ThisKeyword) return;
    ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
  return used > 0 && foreign === 0;
}

/** A parameter, a member of one, or an object whose one payload is that. */
function handedOver(node: ts.Expression, parameters: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node)) return parameters.has(node.text);
  if (ts.isPropertyAccessExpression(node)) return handedOver(node.expression, parameters);
  if (ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node)) return handedOver(node.expression, parameters);
  if (ts.isObjectLiteralExpression(node)) {
    const payload = node.properties.find((item) => item.name?.getText() === "data" || item.name?.getText() === "values");
    if (!payload) return false;
    if (ts.isShorthandPropertyAssignment(payload)) return parameters.has(payload.name.text);
    return ts.isPropertyAssignment(payload) && handedOver(payload.initializer, parameters);
  }
  return false;
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isParameter(parent) && !ts.isTypeReferenceNode(parent) && !ts.isBindingElement(parent);
}

function isConstantName(name: string): boolean {
  return /^[A-Z][A-Za-z0-9_]*$/.test(name) || ["process", "console", "JSON", "undefined", "env", "config", "encodeURIComponent"].includes(name);
}

function containsCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) || ts.isNewExpression(node) || node.forEachChild((child) => containsCall(child) || undefined) === true;
}

function names(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : names(element.name)));
}
