import { ts } from "ts-morph";
import { anyOf } from "./state.js";
import type { Fact, Truth, Value, Word } from "../values/value.js";

/** A way without a word of its own may have given any. */
export function wordTruth(words: readonly Word[], asked: string): Truth {
  return {
    whenTrue: anyOf(words.filter(({ word }) => word === undefined || word === asked).map(({ facts }) => facts)),
    whenFalse: anyOf(words.filter(({ word }) => word !== asked).map(({ facts }) => facts)),
  };
}

/** What a way yields, and what it establishes. */
interface Way {
  readonly value: Value;
  readonly facts: readonly Fact[];
}

/** The words that tell the ways apart, and what follows from each: `"none"` on one of them says that of the others, too. */
export function wordsOf(exits: readonly Way[]): { words?: readonly Word[] } {
  const words = exits.flatMap(({ value, facts }): readonly Word[] => {
    if (value.words) return value.words.map((one) => ({ ...one, facts: [...facts, ...one.facts] }));
    const word = value.kind === "literal" && typeof value.value === "string" ? value.value : undefined;
    return [word === undefined ? { facts } : { word, facts }];
  });
  const told = new Set(words.map(({ word }) => word));
  return told.size > 1 && words.some(({ facts }) => facts.length > 0) ? { words } : {};
}

/** Whether the comparison holds, where only one word is possible (`request.method === "POST"` in what answers to GET). */
export function decidedByWord(operator: ts.SyntaxKind, left: Value, right: Value): boolean | undefined {
  if (!EQUAL.has(operator) && !UNEQUAL.has(operator)) return undefined;
  const [only, ...others] = left.words ?? right.words ?? [];
  const asked = left.words ? right : left;
  if (only?.word === undefined || others.length > 0 || asked.kind !== "literal") return undefined;
  return (only.word === asked.value) === EQUAL.has(operator);
}

/**
 * Whether the comparison holds where the caller has written what it gives: `charge(order, "rehearsal")` before
 * `if (mode === "live")`. A variable of the module may be set by something that was not seen.
 */
export function decidedByCaller(
  operator: ts.SyntaxKind,
  left: Value,
  right: Value,
  node: ts.Node,
  fn: ts.Node,
): boolean | undefined {
  if (left.kind !== "literal" || right.kind !== "literal" || !ts.isBinaryExpression(node)) return undefined;
  if (!EQUAL.has(operator) && !UNEQUAL.has(operator)) return undefined;
  if (typeof left.value !== "string" || typeof right.value !== "string") return undefined;
  if (![node.left, node.right].some((side) => isGiven(side, fn))) return undefined;
  return (left.value === right.value) === EQUAL.has(operator);
}

/** A parameter of the function, or a member of one. */
function isGiven(node: ts.Expression, fn: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return isGiven(node.expression, fn);
  return (
    ts.isIdentifier(node) && ts.isFunctionLike(fn) && fn.parameters.some(({ name }) => declaresName(name, node.text))
  );
}

function declaresName(name: ts.BindingName, text: string): boolean {
  if (ts.isIdentifier(name)) return name.text === text;
  return name.elements.some((one) => ts.isBindingElement(one) && declaresName(one.name, text));
}

export const EQUAL = new Set([ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.EqualsEqualsEqualsToken]);
export const UNEQUAL = new Set([ts.SyntaxKind.ExclamationEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken]);
