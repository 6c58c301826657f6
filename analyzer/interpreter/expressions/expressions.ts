import { ts } from "ts-morph";
import { from, join, madeOf, nothing, stepped, withNull } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import { assignTo, nameText } from "./assignments.js";
import { mayFail } from "../walk/failures.js";
import { evaluateCall, evaluateNew, evaluateTagged } from "./calls.js";
import { leftToChance } from "../values/chances.js";
import { comparisonTruth, truthOf } from "../walk/conditions.js";
import { decidedByCaller, decidedByWord, wordsOf } from "../walk/words.js";
import { find } from "../walk/env.js";
import { closure } from "../functions/functions.js";
import type { Frame, Machine } from "../walk/machine.js";
import { instanceOf } from "./instances.js";
import { isNothing } from "../walk/narrowing.js";
import { anyOf, lockIn, negate, refine } from "../walk/state.js";
import {
  array,
  isFilledText,
  isNullish,
  joinValues,
  literal,
  object,
  piecesOf,
  provenanceOf,
  settled,
  textFrom,
  unknown,
  type Truth,
  type Value,
} from "../values/value.js";
import { isWhole } from "../values/whole.js";
import { noteComparison } from "../walk/uses.js";

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

function objectLiteral(node: ts.ObjectLiteralExpression, frame: Frame, machine: Machine): Value {
  const properties = new Map<string, Value>();
  let rest: Value | undefined;
  for (const item of node.properties) {
    if (ts.isSpreadAssignment(item)) {
      const spread = machine.evaluate(item.expression, frame);
      rest = spreadInto(properties, spread) ?? rest;
    } else if (ts.isShorthandPropertyAssignment(item)) {
      properties.set(item.name.text, machine.evaluate(item.name, frame));
    } else if (ts.isPropertyAssignment(item)) {
      const value = machine.evaluate(item.initializer, frame);
      const name = nameText(item.name, frame, machine);
      if (name === undefined) rest = rest ? joinValues([rest, value]) : value;
      else properties.set(name, value);
    } else if (ts.isMethodDeclaration(item) || ts.isGetAccessorDeclaration(item)) {
      const name = nameText(item.name, frame, machine);
      if (name !== undefined && item.body) properties.set(name, closure(item, frame.env, frame.self));
    }
  }
  return object(properties, rest);
}

/** Copies the members of a spread value; what it is made of when they are not known. */
function spreadInto(properties: Map<string, Value>, spread: Value): Value | undefined {
  if (isNullish(spread)) return undefined;
  if (spread.kind === "object") {
    // A value that may be absent (`...(x && { x })`) sets its members on some paths only.
    const optional = spread.provenance.maybeNull === true;
    for (const [name, value] of spread.properties) {
      const before = properties.get(name);
      properties.set(name, optional ? joinValues([before ?? literal(undefined), value]) : value);
    }
    return spread.rest;
  }
  if (spread.kind === "union")
    return spread.options.map((option) => spreadInto(properties, option)).find((found) => found !== undefined);
  if (spread.kind === "literal") return undefined;
  // `{ ...client, get select() { … } }`: what is not replaced is the client's.
  if (spread.kind === "library" && spread.path.endsWith("#")) return spread;
  return unknown(withNull(provenanceOf(spread), false), {
    ...(isWhole(spread) ? { whole: true } : {}),
    // A copy of a row is asked what the row says.
    ...(spread.result ? { result: spread.result } : {}),
  });
}

function arrayLiteral(node: ts.ArrayLiteralExpression, frame: Frame, machine: Machine): Value {
  const items: Value[] = [];
  for (const item of node.elements) {
    const value = machine.evaluate(item, frame);
    if (ts.isSpreadElement(item) && value.kind === "array") items.push(...value.items);
    else items.push(ts.isSpreadElement(item) ? machine.member(value, "[]", item, frame) : value);
  }
  return array(items);
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

function binary(node: ts.BinaryExpression, frame: Frame, machine: Machine): Value {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.EqualsToken) {
    const value = machine.evaluate(node.right, frame);
    assignTo(node.left, value, frame, machine);
    return value;
  }
  if (LOGICAL_ASSIGNMENT.has(operator) || LOGICAL.has(operator)) {
    const value = logical(node, LOGICAL_ASSIGNMENT.get(operator) ?? operator, frame, machine);
    if (LOGICAL_ASSIGNMENT.has(operator)) assignTo(node.left, value, frame, machine);
    return value;
  }
  const left = machine.evaluate(node.left, frame);
  if (operator === ts.SyntaxKind.InstanceOfKeyword) return instanceOf(left, node.right, frame, machine);
  const right = machine.evaluate(node.right, frame);
  if (operator === ts.SyntaxKind.CommaToken) return right;
  if (operator === ts.SyntaxKind.PlusToken) {
    return textual(left) || textual(right) ? textFrom([...piecesOf(left), ...piecesOf(right)]) : sum(left, right);
  }
  if (operator >= ts.SyntaxKind.FirstCompoundAssignment && operator <= ts.SyntaxKind.LastCompoundAssignment) {
    const value =
      operator === ts.SyntaxKind.PlusEqualsToken && (textual(left) || textual(right))
        ? textFrom([...piecesOf(left), ...piecesOf(right)])
        : derived(left, right);
    assignTo(node.left, value, frame, machine);
    return value;
  }
  if (COMPARISONS.has(operator)) return compared(operator, left, right, node, frame, machine);
  return derived(left, right);
}

/** What a comparison yields: a boolean that what follows hangs on. */
export function compared(
  operator: ts.SyntaxKind,
  left: Value,
  right: Value,
  node: ts.Node,
  frame: Frame,
  machine: Machine,
): Value {
  const decided = decidedByWord(operator, left, right) ?? decidedByCaller(operator, left, right, node, frame.node);
  if (decided !== undefined) return literal(decided);
  noteComparison(left, right, frame.output.uses);
  const truth = comparisonTruth(operator, left, right, node, lockIn(frame.state), machine.world.libraries);
  return { ...unknown(), truth: leftToChance(truth, [left, right], node) };
}

function logical(node: ts.BinaryExpression, operator: ts.SyntaxKind, frame: Frame, machine: Machine): Value {
  const left = machine.evaluate(node.left, frame);
  const locked = lockIn(frame.state);
  const tested = frame.output.tested;
  const truth = truthOf(left, node.left, locked);
  const nullish = operator === ts.SyntaxKind.QuestionQuestionToken;
  const isAnd = operator === ts.SyntaxKind.AmpersandAmpersandToken;
  const goOn = isAnd ? truth.whenTrue : truth.whenFalse;
  const stop = isAnd ? truth.whenFalse : truth.whenTrue;
  let right: Value = unknown();
  const outcomes = [
    machine.branch(frame, refine(frame.state, goOn, tested), () => void (right = machine.evaluate(node.right, frame))),
    machine.branch(frame, refine(frame.state, stop, tested), () => undefined),
  ];
  machine.merge(frame, outcomes);
  const other = truthOf(right, node.right, locked);
  if (isAnd) {
    const joined = joinValues([right, literal(undefined)]);
    return {
      ...joined,
      truth: { whenTrue: [...truth.whenTrue, ...other.whenTrue], whenFalse: anyOf([truth.whenFalse, other.whenFalse]) },
    };
  }
  const kept = { ...left, provenance: withNull(left.provenance, false) };
  const value =
    isNullish(left) || (isBlank(left) && !isData(right))
      ? right
      : left.kind === "literal" && left.value
        ? left
        : joinValues([kept, right]);
  if (nullish) return value;
  return {
    ...value,
    truth: { whenTrue: anyOf([truth.whenTrue, other.whenTrue]), whenFalse: [...truth.whenFalse, ...other.whenFalse] },
  };
}

/** A value about which nothing is known (`globalThis.client ?? new Client()`): the other side says what it is. */
function isBlank(value: Value): boolean {
  return (
    value.kind === "unknown" &&
    value.provenance.sources.length === 0 &&
    !value.wraps &&
    !value.type &&
    !value.result &&
    !value.continues
  );
}

function isData(value: Value): boolean {
  return value.kind === "unknown" || value.kind === "literal";
}

function prefix(node: ts.PrefixUnaryExpression, frame: Frame, machine: Machine): Value {
  if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
    return counter(node.operand, node, frame, machine);
  if (node.operator === ts.SyntaxKind.ExclamationToken) {
    const { value, truth } = conditionTruth(node.operand, frame, machine);
    if (value.kind === "literal") return literal(!value.value);
    if (isFilledText(value)) return literal(false);
    return { ...unknown(), truth: negate(truth) };
  }
  const value = machine.evaluate(node.operand, frame);
  if (value.kind === "literal" && typeof value.value === "number" && node.operator === ts.SyntaxKind.MinusToken)
    return literal(-value.value, from("constant", `-${value.value}`, siteOf(node)));
  return unknown(provenanceOf(value));
}

function counter(operand: ts.Expression, node: ts.Expression, frame: Frame, machine: Machine): Value {
  const before = machine.evaluate(operand, frame);
  const after = unknown(stepped(provenanceOf(before)));
  assignTo(operand, after, frame, machine);
  if (ts.isPrefixUnaryExpression(node)) return after;
  return before.kind === "literal" ? unknown(before.provenance) : before;
}

function derived(left: Value, right: Value): Value {
  return unknown(withNull(stepped(join([provenanceOf(left), provenanceOf(right)])), false));
}

/** What is counted and what comes to it (`members + invited.length`) is compared with a limit as the count is. */
function sum(left: Value, right: Value): Value {
  const counted = [left, right].find(({ result }) => result?.shape === "count" && result.path.length === 0);
  return { ...derived(left, right), ...(counted?.result ? { result: counted.result } : {}) };
}

function textual(value: Value): boolean {
  return (
    (value.kind === "literal" && typeof value.value === "string") ||
    (value.kind === "unknown" && value.text !== undefined)
  );
}

const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);
const LOGICAL_ASSIGNMENT: ReadonlyMap<ts.SyntaxKind, ts.SyntaxKind> = new Map([
  [ts.SyntaxKind.AmpersandAmpersandEqualsToken, ts.SyntaxKind.AmpersandAmpersandToken],
  [ts.SyntaxKind.BarBarEqualsToken, ts.SyntaxKind.BarBarToken],
  [ts.SyntaxKind.QuestionQuestionEqualsToken, ts.SyntaxKind.QuestionQuestionToken],
]);
const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.InKeyword,
]);
