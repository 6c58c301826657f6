import { ts } from "ts-morph";
import { join, withNull } from "../../provenance.js";
import { holdsHandlers } from "./collections.js";
import { find, isOfModule } from "../walk/env.js";
import type { Frame, Machine } from "../walk/machine.js";
import { recordOf } from "../values/records.js";
import { joinValues, object, provenanceOf, unknown, withProvenance, type Value } from "../values/value.js";

/** Assigns to a variable, a member, or the parts of a pattern. */
export function assignTo(target: ts.Expression, value: Value, frame: Frame, machine: Machine): void {
  if (ts.isParenthesizedExpression(target) || ts.isNonNullExpression(target) || ts.isAsExpression(target))
    return assignTo(target.expression, value, frame, machine);
  // `(handlers[name] ??= []).push(handler)`
  if (ts.isBinaryExpression(target) && FALLBACKS.has(target.operatorToken.kind))
    return assignTo(target.left, value, frame, machine);
  if (target.kind === ts.SyntaxKind.ThisKeyword) {
    if (frame.self?.result) frame.self = value;
    return;
  }
  if (ts.isIdentifier(target)) {
    const cell = find(frame.env, target.text);
    if (!cell || isPromised(cell.value, value)) return;
    // A setting that a module reads once is read again as it is; a handler that was put there is not put there again.
    if (frame.context.loading && isOfModule(frame.env, target.text) && holdsHandlers(value)) frame.output.fills = true;
    machine.assign(cell, value, frame);
    return;
  }
  if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
    return assignMember(target, value, frame, machine);
  if (ts.isArrayLiteralExpression(target)) {
    target.elements.forEach((item, i) => {
      if (!ts.isOmittedExpression(item))
        assignTo(
          ts.isSpreadElement(item) ? item.expression : item,
          machine.member(value, String(i), item, frame),
          frame,
          machine,
        );
    });
  } else if (ts.isObjectLiteralExpression(target)) {
    for (const item of target.properties) {
      if (ts.isShorthandPropertyAssignment(item))
        assignTo(item.name, machine.member(value, item.name.text, item, frame), frame, machine);
      else if (ts.isPropertyAssignment(item))
        assignTo(
          item.initializer,
          machine.member(value, nameText(item.name, frame, machine) ?? "", item, frame),
          frame,
          machine,
        );
    }
  }
}

const FALLBACKS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

/** The text of a property name, computed ones included. */
export function nameText(name: ts.PropertyName | ts.BindingName, frame: Frame, machine: Machine): string | undefined {
  if (
    ts.isIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name) ||
    ts.isPrivateIdentifier(name)
  )
    return name.text;
  if (ts.isComputedPropertyName(name)) {
    const value = machine.evaluate(name.expression, frame);
    return value.kind === "literal" ? String(value.value) : undefined;
  }
  return undefined;
}

function assignMember(
  target: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  value: Value,
  frame: Frame,
  machine: Machine,
): void {
  const name = ts.isPropertyAccessExpression(target)
    ? target.name.text
    : textKey(machine.evaluate(target.argumentExpression, frame));
  const owner = machine.evaluate(target.expression, frame);
  if (
    ts.isElementAccessExpression(target) &&
    owner.kind === "unknown" &&
    !ts.isStringLiteralLike(target.argumentExpression)
  )
    blend(target.expression, value, frame, machine);
  if (owner.kind === "unknown" && !owner.result && value.kind !== "literal") {
    const text = target.getText();
    const before = frame.output.kept?.get(text);
    (frame.output.kept ??= new Map()).set(text, before ? joinValues([before, value]) : value);
  }
  if (
    owner.kind === "instance" &&
    frame.context.loading &&
    !ts.isConstructorDeclaration(frame.node) &&
    holdsHandlers(value)
  )
    frame.output.fills = true;
  if (name === undefined && owner.kind === "instance") {
    // Copied from what it is given, whatever that holds: `this[key] = input[key]`.
    const given = copiedFrom(target, frame);
    if (given?.kind === "object" && !given.rest && given.properties.size > 0) {
      for (const [field, member] of given.properties) owner.fields.set(field, member);
      return;
    }
    const before = owner.fields.get("*");
    owner.fields.set("*", before ? joinValues([before, value]) : value);
    return;
  }
  if (name === undefined) {
    if (owner.kind !== "object" || owner.result || owner.properties.size > 0) return;
    // Under the name that is asked for later there may be nothing yet.
    const set = value.kind === "literal" ? unknown(provenanceOf(value)) : value;
    const rest = owner.rest ? joinValues([owner.rest, set]) : set;
    const open = { ...owner, rest: withProvenance(rest, withNull(provenanceOf(rest), true)) };
    return assignTo(target.expression, open, frame, machine);
  }
  if (owner.kind === "instance") {
    owner.fields.set(name, value);
  } else if (owner.kind === "object" && !owner.result) {
    assignTo(target.expression, { ...owner, properties: new Map(owner.properties).set(name, value) }, frame, machine);
  } else if (owner.result && owner.kind !== "library") {
    // A field of a loaded record: remember it, so that saving the record writes it.
    const known = owner.kind === "object" ? owner.properties : new Map<string, Value>();
    const rest = owner.kind === "object" ? owner.rest : owner;
    const next = object(new Map(known).set(name, value), rest);
    assignTo(target.expression, { ...next, provenance: owner.provenance, result: owner.result }, frame, machine);
    const record = owner.result.effect.kind === "read" ? recordOf(owner) : undefined;
    if (record) machine.track(record, object(new Map([[name, value]])), target, frame);
  }
}

/** The object whose members the loop around an assignment goes through: `for (const [key, value] of Object.entries(input))`. */
function copiedFrom(target: ts.Node, frame: Frame): Value | undefined {
  const loop = ts.findAncestor(
    target,
    (node) => ts.isFunctionLike(node) || ts.isForOfStatement(node) || ts.isForInStatement(node),
  );
  if (!loop || ts.isFunctionLike(loop)) return undefined;
  let { expression } = loop;
  while (ts.isCallExpression(expression) && MEMBERS.has(expression.expression.getText()) && expression.arguments[0])
    expression = expression.arguments[0];
  return ts.isIdentifier(expression) ? find(frame.env, expression.text)?.value : undefined;
}

const MEMBERS: ReadonlySet<string> = new Set([
  "Object.entries",
  "Object.keys",
  "Object.getOwnPropertyNames",
  "Object.getOwnPropertyDescriptors",
]);

/** What cannot be seen is set where a type promises a client: it is what the type says. */
function isPromised(held: Value, value: Value): boolean {
  const isOpaque = value.kind === "unknown" && !value.result && !value.wraps && !value.type && !value.truth;
  return isOpaque && held.kind === "library" && held.path.endsWith("#") && held.links.length === 0;
}

/** Bytes that are written into a buffer: the variable that holds it is made of them, too, from here on. */
export function blend(target: ts.Expression, value: Value, frame: Frame, machine: Machine): void {
  const made = provenanceOf(value);
  const cell = find(frame.env, rootName(target));
  const held = cell?.value;
  if (!cell || held?.kind !== "unknown" || held.result || held.members || made.sources.length === 0) return;
  machine.assign(cell, { ...held, provenance: join([held.provenance, made]) }, frame);
}

/** The variable at the start of `buffer.subarray(6)`. */
function rootName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isCallExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node)
    ? rootName(node.expression)
    : "";
}

function textKey(value: Value): string | undefined {
  return value.kind === "literal" ? String(value.value) : undefined;
}
