import { ts } from "ts-morph";
import { from, join, stepped, withNull } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import { assignTo } from "./assignments.js";
import { leftToChance } from "../values/chances.js";
import { comparisonTruth, truthOf } from "../walk/conditions.js";
import { decidedByCaller, decidedByWord } from "../walk/words.js";
import type { Frame, Machine } from "../walk/machine.js";
import { instanceOf } from "./instances.js";
import { anyOf, lockIn, negate, refine } from "../walk/state.js";
import {
  isFilledText,
  isNullish,
  joinValues,
  literal,
  piecesOf,
  provenanceOf,
  textFrom,
  unknown,
  type Value,
} from "../values/value.js";
import { noteComparison } from "../walk/uses.js";

/** What two operands come to: a text, a comparison, what is assigned. */
export function binary(node: ts.BinaryExpression, frame: Frame, machine: Machine): Value {
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

/** `!known`, `-1`, `++count`. */
export function prefix(node: ts.PrefixUnaryExpression, frame: Frame, machine: Machine): Value {
  if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
    return counter(node.operand, node, frame, machine);
  if (node.operator === ts.SyntaxKind.ExclamationToken) {
    const value = machine.evaluate(node.operand, frame);
    const truth = truthOf(value, node.operand, lockIn(frame.state));
    if (value.kind === "literal") return literal(!value.value);
    if (isFilledText(value)) return literal(false);
    return { ...unknown(), truth: negate(truth) };
  }
  const value = machine.evaluate(node.operand, frame);
  if (value.kind === "literal" && typeof value.value === "number" && node.operator === ts.SyntaxKind.MinusToken)
    return literal(-value.value, from("constant", `-${value.value}`, siteOf(node)));
  return unknown(provenanceOf(value));
}

/** `count++` and `--count`: one more, or one less, than before. */
export function counter(operand: ts.Expression, node: ts.Expression, frame: Frame, machine: Machine): Value {
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
