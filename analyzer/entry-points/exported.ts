import { ts } from "ts-morph";
import type { Machine } from "../interpreter/walk/machine.js";
import { namesOf } from "../interpreter/world/modules.js";
import type { Value } from "../interpreter/values/value.js";
import type { Candidate } from "./candidate.js";
import type { DeclaredModels } from "./declared.js";
import { fill, isFunction, routeOf } from "./handler-name.js";

/** Entry points that a file exports under a name that means something to a framework. */
export function byExport(source: ts.SourceFile, machine: Machine, models: DeclaredModels): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const { library, model, glob } of models.exports) {
    if (!glob.test(source.fileName)) continue;
    if (model.directive !== undefined && !source.text.includes(model.directive)) continue;
    const names = model.exports.includes("*") ? [...namesOf(source).exports.keys()] : model.exports;
    const wholeFile = model.directive === undefined || hasDirective(source.statements, model.directive);
    for (const name of names) {
      const exported = namesOf(source).exports.get(name);
      if (!exported || (model.member !== undefined && !declaresMember(source, name, model.member))) continue;
      const value = machine.world.exported(source.fileName, name);
      if (model.wrapped && !(value?.kind === "unknown" && value.through?.callee.library === library)) continue;
      for (const [key, handler] of handlersIn(value, model.member)) {
        if (!wholeFile && !(handler.kind === "function" && bodyHasDirective(handler.node, model.directive ?? "")))
          continue;
        const holes = { member: name.toUpperCase(), name, route: routeOf(source.fileName), key };
        found.push({
          model,
          library: library.model.library,
          node: exportNode(source, name),
          handlers: [handler],
          name: fill(model.name, holes),
          parameters: new Map(),
        });
      }
    }
  }
  return found;
}

/** The exported function itself, or the functions of an exported object: all of them, or one by name. */
function handlersIn(value: Value | undefined, member: string | undefined): readonly (readonly [string, Value])[] {
  if (!value) return [];
  if (value.kind === "object")
    return [...value.properties].filter(
      ([name, item]) => (member === undefined || name === member) && isFunction(item),
    );
  return member === undefined && isFunction(value) ? [["", value]] : [];
}

/** Whether the exported object spells out a member of this name: nothing is evaluated for the others. */
function declaresMember(source: ts.SourceFile, name: string, member: string): boolean {
  const exported = namesOf(source).exports.get(name);
  const local = exported?.kind === "local" ? namesOf(source).locals.get(exported.name) : undefined;
  const node =
    exported?.kind === "expression" ? exported.node : local?.kind === "variable" ? local.node.initializer : undefined;
  const object = node && unwrapped(node);
  if (object && ts.isIdentifier(object)) {
    const named = namesOf(source).locals.get(object.text);
    const inner = named?.kind === "variable" && named.node.initializer ? unwrapped(named.node.initializer) : undefined;
    return inner !== undefined && hasMember(inner, member);
  }
  return object !== undefined && hasMember(object, member);
}

function hasMember(node: ts.Node, member: string): boolean {
  return ts.isObjectLiteralExpression(node) && node.properties.some((item) => item.name?.getText() === member);
}

function unwrapped(node: ts.Node): ts.Node {
  return ts.isSatisfiesExpression(node) || ts.isAsExpression(node) || ts.isParenthesizedExpression(node)
    ? unwrapped(node.expression)
    : node;
}

function exportNode(source: ts.SourceFile, name: string): ts.Node {
  const exported = namesOf(source).exports.get(name);
  if (exported?.kind === "local") {
    const local = namesOf(source).locals.get(exported.name);
    if (local && "name" in local.node && local.node.name) return local.node.name;
  }
  return exported?.kind === "from" || exported?.kind === "expression" ? exported.node : source;
}

function hasDirective(statements: readonly ts.Statement[], directive: string): boolean {
  const [first] = statements;
  return (
    first !== undefined &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === directive
  );
}

function bodyHasDirective(node: ts.FunctionLikeDeclaration, directive: string): boolean {
  const body = "body" in node ? node.body : undefined;
  return body !== undefined && ts.isBlock(body) && hasDirective(body.statements, directive);
}
