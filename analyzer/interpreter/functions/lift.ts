import { ts } from "ts-morph";
import type { EffectKind } from "../../trace.js";
import { INCOMING } from "../walk/dispatch.js";

/**
 * Whether a function only carries an effect out for its caller: everything that decides on it comes through its
 * parameters (`send(to, subject)` around a mail client, `post(path, body)` around an HTTP client). Then the caller's call
 * is the place where a person would look for it. A write into a table stands where it stands: the table, its unique sets
 * and the repair are there.
 */
export function carries(call: ts.Node, within: ts.Node, kind: EffectKind, generic: boolean): boolean {
  const owner = aroundImmediate(within);
  if (!generic || !TRANSPORTED.has(kind) || !ts.isFunctionLike(owner) || !hasName(owner)) return false;
  const parameters = new Set(owner.parameters.flatMap((parameter) => names(parameter.name)));
  const args = ts.isCallExpression(call) || ts.isNewExpression(call) ? (call.arguments ?? []) : [];
  if (parameters.size === 0 || args.length === 0) return false;
  if (BROKERED.has(kind) && args.some(ts.isStringLiteralLike)) return false;
  const locals = localsOf(owner, parameters);
  const uses = usesOf(args, locals);
  if (uses.carried === 0) return false;
  return isTemplate(call, owner) || (uses.own === 0 && !args.some(decides));
}

/**
 * A method of a generic repository, a generic function, or one that is told the table: it names none, whoever calls it for a
 * table does. There a person would look, since one line of it writes them all.
 */
export function isForAnyTable(within: ts.Node, kind: EffectKind, target: string): boolean {
  const owner = aroundImmediate(within);
  if (!STORED.has(kind) || !ts.isFunctionLike(owner) || !hasName(owner)) return false;
  const { parent } = owner;
  const isGeneric =
    (owner.typeParameters?.length ?? 0) > 0 ||
    (ts.isClassLike(parent) && (parent.typeParameters?.length ?? 0) > 0) ||
    owner.parameters.some(({ name }) => /table|collection/i.test(name.getText()));
  const flat = (text: string): string => text.toLowerCase().replaceAll("_", "");
  return isGeneric && !flat(owner.getText()).includes(flat(target));
}

/**
 * One straight way to one call (`sendWelcome(to, name)`, `createTransfer(amount)`): its caller decides that it happens. A
 * handler, which is given what came in, decides by itself.
 */
function isTemplate(call: ts.Node, owner: ts.SignatureDeclaration): boolean {
  const body = "body" in owner ? owner.body : undefined;
  if (body === undefined || owner.parameters.some(({ name }) => INCOMING.test(name.getText()))) return false;
  if (!ts.isBlock(body)) return unwrapped(body) === call;
  return body.statements.every((statement) => {
    if (ts.isVariableStatement(statement)) return true;
    const expression =
      ts.isExpressionStatement(statement) || ts.isReturnStatement(statement) ? statement.expression : undefined;
    return expression !== undefined && (unwrapped(expression) === call || isLogged(expression));
  });
}

function unwrapped(expression: ts.Expression): ts.Expression {
  if (ts.isAwaitExpression(expression) || ts.isParenthesizedExpression(expression))
    return unwrapped(expression.expression);
  const only = ts.isCallExpression(expression) ? onlyExpression(unwrapped(expression.expression)) : undefined;
  return only ? unwrapped(only) : expression;
}

/** The one thing that an inline function does: `() => send(to)`, `async () => { await send(to); }`. */
function onlyExpression(node: ts.Expression): ts.Expression | undefined {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  if (!ts.isBlock(node.body)) return node.body;
  const [statement, more] = node.body.statements;
  return !more && statement && (ts.isExpressionStatement(statement) || ts.isReturnStatement(statement))
    ? statement.expression
    : undefined;
}

/** A function that is called where it is written (`(async () => { … })()`) is part of the function around it. */
export function isImmediate(node: ts.Node): boolean {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  let callee: ts.Node = node;
  while (ts.isParenthesizedExpression(callee.parent)) callee = callee.parent;
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee;
}

function aroundImmediate(owner: ts.Node): ts.Node {
  let around = owner;
  while (isImmediate(around)) {
    around = around.parent;
    while (!ts.isFunctionLike(around) && !ts.isSourceFile(around)) around = around.parent;
  }
  return around;
}

function isLogged(expression: ts.Expression): boolean {
  return ts.isCallExpression(expression) && /^(?:console|\w*log(?:ger)?)\.\w+$/i.test(expression.expression.getText());
}

const BROKERED: ReadonlySet<EffectKind> = new Set(["publish", "enqueue", "start"]);
const TRANSPORTED: ReadonlySet<EffectKind> = new Set(["call", "publish", "enqueue", "start"]);

/** Messages, requests and jobs: what goes out, not what is stored. */
export function isTransported(kind: EffectKind): boolean {
  return TRANSPORTED.has(kind);
}

const STORED: ReadonlySet<EffectKind> = new Set(["insert", "update", "upsert", "increment", "append", "delete"]);

/** A function that callers know by a name; an inline callback belongs to the function around it. */
function hasName(node: ts.SignatureDeclaration): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return true;
  const { parent } = node;
  return (
    (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) &&
    (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
  );
}

/** Local variables by what they are made of: parameters, nothing that varies (settings, constants), or something of the function's own. */
interface Locals {
  readonly carried: ReadonlySet<string>;
  readonly own: ReadonlySet<string>;
}

function localsOf(owner: ts.SignatureDeclaration, parameters: ReadonlySet<string>): Locals {
  const carried = new Set(parameters);
  const own = new Set<string>();
  const body = "body" in owner ? owner.body : undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node)) {
      const made =
        node.initializer && !containsCall(node.initializer) ? usesOf([node.initializer], { carried, own }) : undefined;
      for (const name of names(node.name)) {
        if (!made || made.own > 0) own.add(name);
        else if (made.carried > 0) carried.add(name);
      }
    }
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  if (body) ts.forEachChild(body, visit);
  return { carried, own };
}

function usesOf(nodes: readonly ts.Node[], locals: Locals): { readonly carried: number; readonly own: number } {
  let carried = 0;
  let own = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isReference(node)) {
      if (locals.own.has(node.text)) own++;
      else if (locals.carried.has(node.text)) carried++;
    }
    ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
  return { carried, own };
}

/** A text that says what is done: a path of an address, a subject, a template's name. */
function decides(node: ts.Node): boolean {
  if (ts.isPropertyAssignment(node) && INCIDENTAL.test(node.name.getText())) return false;
  const text = ts.isStringLiteralLike(node)
    ? node.text
    : ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
      ? node.text
      : "";
  if (/\/\w|\s\w/.test(text)) return true;
  return node.forEachChild((child) => decides(child) || undefined) === true;
}

const INCIDENTAL =
  /^["']?(method|headers|from|replyTo|content-?type|accept|authorization|cache|mode|credentials)["']?$/i;

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isParameter(parent) && !ts.isTypeReferenceNode(parent) && !ts.isBindingElement(parent);
}

function containsCall(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    node.forEachChild((child) => containsCall(child) || undefined) === true
  );
}

function names(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : names(element.name)));
}
