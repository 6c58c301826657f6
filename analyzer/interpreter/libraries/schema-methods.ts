import { ts } from "ts-morph";
import type { SchemaMethodsModel } from "../../models/model.js";
import { find, type Env } from "../walk/env.js";
import { literal, unknown, type FunctionValue, type LibraryValue, type Value } from "../values/value.js";
import { nothing } from "../../provenance.js";
import { linked } from "./places.js";

/**
 * A method that the project gave the records of a table by what the table is made of: `schema.methods.pay = function () { … }`,
 * `schema.method("pay", function () { … })`, `new Schema(fields, { methods: { pay() { … } } })`.
 */
export function methodOfSchema(
  record: LibraryValue,
  self: Value,
  name: string,
  moduleEnv: (file: string) => Env,
): FunctionValue | undefined {
  const model = record.library.model.schemaMethods;
  if (!model) return undefined;
  for (const { args } of linked(model.link, record.links).toReversed()) {
    const schema = args[model.argument];
    const made = schema?.kind === "library" ? schema.links.at(-1)?.node : undefined;
    if (!made || !(ts.isNewExpression(made) || ts.isCallExpression(made))) continue;
    const env = moduleEnv(made.getSourceFile().fileName);
    for (const expression of writtenMethods(made, name, model)) {
      const fn = functionAt(expression, env);
      if (fn) return { kind: "function", node: fn, env, provenance: nothing, self };
    }
  }
  return undefined;
}

/** What is set on `this` in a method, of what runs when it is called: the record has it afterwards. */
export function setOnThis({ node }: FunctionValue): ReadonlyMap<string, Value> {
  const set = new Map<string, Value>();
  const visit = (inner: ts.Node): void => {
    if (inner !== node && (ts.isFunctionExpression(inner) || ts.isFunctionDeclaration(inner) || ts.isClassLike(inner)))
      return;
    if (
      ts.isBinaryExpression(inner) &&
      inner.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(inner.left) &&
      inner.left.expression.kind === ts.SyntaxKind.ThisKeyword
    )
      set.set(inner.left.name.text, literalAt(inner.right) ?? unknown());
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return set;
}

function literalAt(node: ts.Expression): Value | undefined {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return literal(true);
  if (node.kind === ts.SyntaxKind.FalseKeyword) return literal(false);
  if (node.kind === ts.SyntaxKind.NullKeyword) return literal(null);
  return ts.isStringLiteralLike(node) ? literal(node.text) : undefined;
}

/** The expressions that stand for the method where its schema is made, and beside it. */
function writtenMethods(
  made: ts.NewExpression | ts.CallExpression,
  name: string,
  model: SchemaMethodsModel,
): readonly ts.Node[] {
  const listed = (made.arguments ?? []).flatMap((arg) => memberAt(memberAt(arg, model.members)[0], name));
  const variable = made.parent;
  if (!ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name)) return listed;
  const around = ts.findAncestor(variable, (node) => ts.isBlock(node) || ts.isSourceFile(node));
  const { text } = variable.name;
  const beside =
    around && (ts.isBlock(around) || ts.isSourceFile(around))
      ? around.statements.flatMap((statement) =>
          ts.isExpressionStatement(statement) ? besides(statement.expression, text, name, model) : [],
        )
      : [];
  return [...listed, ...beside];
}

function besides(node: ts.Expression, schema: string, name: string, model: SchemaMethodsModel): readonly ts.Node[] {
  const isHolder = (at: ts.Expression): boolean => isMember(at, schema, model.members);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left, right } = node;
    if (isHolder(left)) return memberAt(right, name);
    return ts.isPropertyAccessExpression(left) && left.name.text === name && isHolder(left.expression) ? [right] : [];
  }
  if (!ts.isCallExpression(node)) return [];
  const [first, second] = node.arguments;
  // `Object.assign(schema.methods, { pay() { … } })`
  if (first && second && node.expression.getText() === "Object.assign" && isHolder(first))
    return memberAt(second, name);
  if (!isMember(node.expression, schema, model.call) || !first) return [];
  if (ts.isStringLiteralLike(first)) return first.text === name && second ? [second] : [];
  return memberAt(first, name);
}

function isMember(node: ts.Expression, owner: string, name: string): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === name &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === owner
  );
}

function memberAt(node: ts.Node | undefined, name: string): readonly ts.Node[] {
  const members = node && ts.isObjectLiteralExpression(node) ? node.properties : [];
  return members.flatMap((one): ts.Node[] => {
    if (one.name?.getText().replace(/^["'`]|["'`]$/g, "") !== name) return [];
    return ts.isPropertyAssignment(one) ? [one.initializer] : [one];
  });
}

function functionAt(node: ts.Node, env: Env): ts.FunctionLikeDeclaration | undefined {
  if (ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) return node;
  const name = ts.isShorthandPropertyAssignment(node) ? node.name : node;
  const held = ts.isIdentifier(name) ? find(env, name.text)?.value : undefined;
  return held?.kind === "function" && !ts.isArrowFunction(held.node) ? held.node : undefined;
}
