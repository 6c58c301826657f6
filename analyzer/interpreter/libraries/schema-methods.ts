import { ts } from "ts-morph";
import type { SchemaMethodsModel } from "../../models/model.js";
import { find, type Env } from "../walk/env.js";
import { literal, unknown, type FunctionValue, type LibraryValue, type Value } from "../values/value.js";
import { nothing } from "../../provenance.js";
import { linked } from "./places.js";

/**
 * A method that the project gave the records of a table, or the table itself, by what the table is made of: `schema.methods.pay =
 * function () { … }`, `schema.method("pay", function () { … })`, `new Schema(fields, { methods: { pay() { … } } })`,
 * `schema.loadClass(Order)`, `schema.plugin(payable)`. It is looked for where the schema is made, and where the table is.
 */
export function methodOfSchema(
  table: LibraryValue,
  self: Value,
  name: string,
  of: "records" | "table",
  moduleEnv: (file: string) => Env,
): FunctionValue | undefined {
  const model = table.library.model.schemaMethods;
  const own = model?.[of];
  if (!model || !own) return undefined;
  const wanted: Wanted = { name, isStatic: of === "table", ...own, ...model };
  for (const { args, node } of linked(model.link, table.links).toReversed()) {
    const schema = args[model.argument];
    const made = schema?.kind === "library" ? schema.links.at(-1)?.node : undefined;
    if (!made || !(ts.isNewExpression(made) || ts.isCallExpression(made))) continue;
    const given = ts.isCallExpression(node) ? node.arguments[model.argument] : undefined;
    const found =
      whereMade(made, wanted, moduleEnv) ??
      (given && ts.isIdentifier(given) ? beside(given, given.text, wanted, moduleEnv) : undefined);
    if (found) return { ...found, self };
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

/** The method that is looked for, and what may say it. */
interface Wanted extends Pick<SchemaMethodsModel, "classes" | "plugins"> {
  readonly name: string;
  readonly isStatic: boolean;
  readonly members: string;
  readonly call: string;
}

type ModuleEnv = (file: string) => Env;

/** In the options that the schema is made with, or in the statements around. */
function whereMade(
  made: ts.NewExpression | ts.CallExpression,
  wanted: Wanted,
  moduleEnv: ModuleEnv,
): FunctionValue | undefined {
  const env = moduleEnv(made.getSourceFile().fileName);
  for (const arg of made.arguments ?? []) {
    const [members] = memberAt(arg, wanted.members);
    const found = members && memberIn(members, wanted.name, env);
    if (found) return found;
  }
  const variable = made.parent;
  if (!ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name)) return undefined;
  return beside(variable, variable.name.text, wanted, moduleEnv);
}

/** In the statements of the block that a node is in, which change the schema under this name. */
function beside(node: ts.Node, schema: string, wanted: Wanted, moduleEnv: ModuleEnv): FunctionValue | undefined {
  const around = ts.findAncestor(
    node,
    (one): one is ts.Block | ts.SourceFile => ts.isBlock(one) || ts.isSourceFile(one),
  );
  if (!around) return undefined;
  const env = moduleEnv(around.getSourceFile().fileName);
  for (const statement of around.statements) {
    const found = ts.isExpressionStatement(statement) && saidBy(statement.expression, schema, wanted, env, moduleEnv);
    if (found) return found;
  }
  return undefined;
}

function saidBy(
  node: ts.Expression,
  schema: string,
  wanted: Wanted,
  env: Env,
  moduleEnv: ModuleEnv,
): FunctionValue | undefined {
  const { name, members, call, classes, plugins } = wanted;
  const isHolder = (at: ts.Expression): boolean => isMember(at, schema, members);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left, right } = node;
    if (isHolder(left)) return memberIn(right, name, env);
    const isIt = ts.isPropertyAccessExpression(left) && left.name.text === name && isHolder(left.expression);
    return isIt ? functionAt(right, env) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const [first, second] = node.arguments;
  if (!first) return undefined;
  // `Object.assign(schema.methods, { pay() { … } })`
  if (second && node.expression.getText() === "Object.assign" && isHolder(first)) return memberIn(second, name, env);
  if (isMember(node.expression, schema, classes)) return methodOfClass(first, wanted, env);
  if (isMember(node.expression, schema, plugins)) return saidByPlugin(first, wanted, env, moduleEnv);
  if (!isMember(node.expression, schema, call)) return undefined;
  if (!ts.isStringLiteralLike(first)) return memberIn(first, name, env);
  return first.text === name && second ? functionAt(second, env) : undefined;
}

/** `schema.loadClass(Order)`: the methods of the class are those of the records, its static ones those of the table. */
function methodOfClass(node: ts.Expression, { name, isStatic }: Wanted, env: Env): FunctionValue | undefined {
  const loaded = ts.isIdentifier(node) ? find(env, node.text)?.value : undefined;
  if (loaded?.kind !== "class") return undefined;
  const found = loaded.node.members.find(
    (member): member is ts.MethodDeclaration =>
      ts.isMethodDeclaration(member) &&
      member.name.getText() === name &&
      (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false) === isStatic,
  );
  return found && { kind: "function", node: found, env: loaded.env, provenance: nothing };
}

/** `schema.plugin(payable)`: the function is given the schema, and says it under the name of its parameter. */
function saidByPlugin(node: ts.Expression, wanted: Wanted, env: Env, moduleEnv: ModuleEnv): FunctionValue | undefined {
  const plugin = ts.isIdentifier(node) ? find(env, node.text)?.value : undefined;
  const body = plugin?.kind === "function" ? plugin.node.body : undefined;
  const parameter = plugin?.kind === "function" ? plugin.node.parameters[0]?.name : undefined;
  if (!body || !ts.isBlock(body) || !parameter || !ts.isIdentifier(parameter)) return undefined;
  const [first] = body.statements;
  return first && beside(first, parameter.text, wanted, moduleEnv);
}

function isMember(node: ts.Expression, owner: string, name: string): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === name &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === owner
  );
}

/** The method of this name in what is written: an object, or the name of one. */
function memberIn(node: ts.Node, name: string, env: Env): FunctionValue | undefined {
  for (const member of memberAt(node, name)) {
    const found = functionAt(member, env);
    if (found) return found;
  }
  const written = ts.isShorthandPropertyAssignment(node) ? node.name : node;
  const held = ts.isIdentifier(written) ? find(env, written.text)?.value : undefined;
  const member = held?.kind === "object" ? held.properties.get(name) : undefined;
  return member?.kind === "function" && hasThis(member) ? member : undefined;
}

function memberAt(node: ts.Node | undefined, name: string): readonly ts.Node[] {
  const members = node && ts.isObjectLiteralExpression(node) ? node.properties : [];
  return members.flatMap((one): ts.Node[] => {
    if (one.name?.getText().replace(/^["'`]|["'`]$/g, "") !== name) return [];
    return ts.isPropertyAssignment(one) ? [one.initializer] : [one];
  });
}

function functionAt(node: ts.Node, env: Env): FunctionValue | undefined {
  if (ts.isFunctionExpression(node) || ts.isMethodDeclaration(node))
    return { kind: "function", node, env, provenance: nothing };
  const name = ts.isShorthandPropertyAssignment(node) ? node.name : node;
  const held = ts.isIdentifier(name) ? find(env, name.text)?.value : undefined;
  return held?.kind === "function" && hasThis(held) ? held : undefined;
}

/** An arrow's `this` is that of the file. */
function hasThis({ node }: FunctionValue): boolean {
  return !ts.isArrowFunction(node);
}
