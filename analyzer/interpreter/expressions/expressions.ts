import { ts } from "ts-morph";
import { from, join, madeOf, nothing, withNull } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import { mayFail } from "../walk/failures.js";
import { evaluateCall, evaluateNew, evaluateTagged } from "./calls.js";
import { truthOf } from "../walk/conditions.js";
import { wordsOf } from "../walk/words.js";
import { find } from "../walk/env.js";
import { closure } from "../functions/functions.js";
import type { Frame, Machine } from "../walk/machine.js";
import { isNothing } from "../walk/narrowing.js";
import { binary, counter, prefix } from "./operators.js";
import { lockIn, refine } from "../walk/state.js";
import {
  array,
  joinValues,
  literal,
  piecesOf,
  provenanceOf,
  settled,
  textFrom,
  unknown,
  type Truth,
  type Value,
} from "../values/value.js";
import { arrayLiteral, objectLiteral } from "./written.js";

/** What an expression yields, and the effects of evaluating it on the frame. */
export function evaluateExpression(node: ts.Expression, frame: Frame, machine: Machine): Value {
  switch (node.kind) {
    case ts.SyntaxKind.NullKeyword:
      return literal(null, nothing);
    case ts.SyntaxKind.TrueKeyword:
      return literal(true);
    case ts.SyntaxKind.FalseKeyword:
      return literal(false);
    case ts.SyntaxKind.ThisKeyword:
      return frame.self ?? unknown();
    case ts.SyntaxKind.SuperKeyword:
      return frame.self ?? unknown();
    default:
      return evaluateOperation(node, frame, machine);
  }
}

function evaluateOperation(node: ts.Expression, frame: Frame, machine: Machine): Value {
  const again = (inner: ts.Expression): Value => machine.evaluate(inner, frame);
  if (ts.isIdentifier(node)) return identifier(node, frame, machine);
  if (ts.isStringLiteralLike(node))
    return literal(node.text, from("constant", JSON.stringify(node.text), siteOf(node)));
  if (ts.isNumericLiteral(node))
    return literal(Number(node.text.replaceAll("_", "")), from("constant", node.text, siteOf(node)));
  if (ts.isTemplateExpression(node)) {
    return textFrom([
      node.head.text,
      ...node.templateSpans.flatMap((span) => [...piecesOf(again(span.expression)), span.literal.text]),
    ]);
  }
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isExpressionWithTypeArguments(node)
  ) {
    const value = again(node.expression);
    if (!ts.isAwaitExpression(node)) return asserted(node, value, machine);
    mayFail(frame);
    return settled(value);
  }
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(node, frame, machine);
  if (ts.isArrayLiteralExpression(node)) return arrayLiteral(node, frame, machine);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return closure(node, frame.env, frame.self);
  if (ts.isClassExpression(node)) return { kind: "class", node, env: frame.env, provenance: nothing };
  if (ts.isPropertyAccessExpression(node)) return property(node, frame, machine);
  if (ts.isElementAccessExpression(node)) return element(node, frame, machine);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) mayFail(frame);
  if (ts.isCallExpression(node)) return evaluateCall(node, frame, machine);
  if (ts.isNewExpression(node)) return evaluateNew(node, frame, machine);
  if (ts.isTaggedTemplateExpression(node)) return evaluateTagged(node, frame, machine);
  if (ts.isConditionalExpression(node)) return conditional(node, frame, machine);
  if (ts.isBinaryExpression(node)) return binary(node, frame, machine);
  if (ts.isPrefixUnaryExpression(node)) return prefix(node, frame, machine);
  if (ts.isPostfixUnaryExpression(node)) return counter(node.operand, node, frame, machine);
  if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node) || ts.isDeleteExpression(node)) {
    again(node.expression);
    return unknown();
  }
  if (ts.isYieldExpression(node)) {
    const value = node.expression ? again(node.expression) : unknown();
    frame.returns.push({ value: array([value]), state: frame.state, node });
    return unknown();
  }
  if (ts.isSpreadElement(node)) return again(node.expression);
  return unknown();
}

/** The truth of a condition, its effects included. */
export function conditionTruth(node: ts.Expression, frame: Frame, machine: Machine): { value: Value; truth: Truth } {
  const value = machine.evaluate(node, frame);
  return { value, truth: truthOf(value, node, lockIn(frame.state)) };
}

function identifier(node: ts.Identifier, frame: Frame, machine: Machine): Value {
  if (node.text === "undefined") return literal(undefined, nothing);
  const cell = find(frame.env, node.text);
  if (cell) return cell.value;
  return machine.world.global(node.text) ?? unknown(nothing);
}

function asserted(node: ts.Expression, value: Value, machine: Machine): Value {
  if (ts.isAsExpression(node) && value.kind === "unknown" && !value.type && !value.result) {
    const typed = machine.typed({ node: node.type, file: node.getSourceFile().fileName });
    if (typed && typed.kind !== "object") return typed;
  }
  // `new Proxy({} as Client, …)`: nothing is there but what the type promises.
  if (ts.isAsExpression(node) && value.kind === "object" && value.properties.size === 0 && !value.rest) {
    const typed = machine.typed({ node: node.type, file: node.getSourceFile().fileName });
    if (typed?.kind === "library" || typed?.kind === "instance") return typed;
  }
  return value;
}

function property(node: ts.PropertyAccessExpression, frame: Frame, machine: Machine): Value {
  return kept(node, frame) ?? machine.member(machine.evaluate(node.expression, frame), node.name.text, node, frame);
}

/** What this function stored there itself. */
function kept(node: ts.Expression, frame: Frame): Value | undefined {
  return frame.output.kept?.get(node.getText());
}

function element(node: ts.ElementAccessExpression, frame: Frame, machine: Machine): Value {
  const own = kept(node, frame);
  if (own) return own;
  const owner = machine.evaluate(node.expression, frame);
  const key = machine.evaluate(node.argumentExpression, frame);
  if (key.kind === "literal") return machine.member(owner, String(key.value), node, frame);
  if (owner.kind === "object" && owner.properties.size > 0 && !owner.result)
    return joinValues([...owner.properties.values()]);
  // A record that began empty is filled under names that are not known here, perhaps where nobody looked: it may hold anything.
  if (owner.kind === "object" && !owner.rest && !owner.result) return unknown(withNull(provenanceOf(key), true));
  const item = machine.member(owner, "[]", node, frame);
  // `letters[Math.floor(Math.random() * letters.length)]`: which one it is says more than what it is taken from.
  const isDrawn = madeOf(provenanceOf(key), "attempt") !== undefined;
  const isPlain = item.kind === "literal" || (item.kind === "unknown" && !item.result);
  return isDrawn && isPlain ? unknown(join([item.provenance, provenanceOf(key)])) : item;
}

function conditional(node: ts.ConditionalExpression, frame: Frame, machine: Machine): Value {
  const { truth } = conditionTruth(node.condition, frame, machine);
  const tested = frame.output.tested;
  const values: Value[] = [];
  const ways = [
    [node.whenTrue, truth.whenTrue],
    [node.whenFalse, truth.whenFalse],
  ] as const;
  // `(row) => (row ? toOrder(row) : null)` has two ways out, as with `return`: the first is left here, the other goes on.
  const leaves = isBodyOf(frame.node, node) && ways.some(([part]) => isNothing(part));
  const outcomes = ways.map(([part, facts], index) =>
    machine.branch(frame, refine(frame.state, facts, tested), () => {
      const value = machine.evaluate(part, frame);
      if (!leaves || index > 0) return void values.push(value);
      frame.returns.push({ value, state: frame.state, node: part });
      frame.state = { ...frame.state, alive: false };
    }),
  );
  machine.merge(frame, outcomes);
  const joined = joinValues(values);
  const [whenTrue, whenFalse] = values;
  if (!whenTrue || !whenFalse) return joined;
  // `count === 1 ? "first" : "again"`
  const told = wordsOf([
    { value: whenTrue, facts: truth.whenTrue },
    { value: whenFalse, facts: truth.whenFalse },
  ]);
  return told.words ? { ...joined, ...told } : joined;
}

function isBodyOf(fn: ts.Node, node: ts.Expression): boolean {
  let { parent } = node;
  while (ts.isParenthesizedExpression(parent)) parent = parent.parent;
  return parent === fn && ts.isArrowFunction(fn);
}
