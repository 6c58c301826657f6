import { ts } from "ts-morph";
import { EQUAL, UNEQUAL } from "./words.js";

/** The side of a comparison on which something holds; `neither` where it does not tell. */
export type Side = "true" | "false" | "neither";

/** On which side of a comparison a count is positive; neither when it is compared with a bound. */
export function positiveWhen(operator: ts.SyntaxKind, bound: number): Side {
  if (bound === 0) {
    if (operator === ts.SyntaxKind.GreaterThanToken || UNEQUAL.has(operator)) return "true";
    if (EQUAL.has(operator) || operator === ts.SyntaxKind.LessThanEqualsToken) return "false";
  }
  if (bound === 1) {
    if (operator === ts.SyntaxKind.GreaterThanEqualsToken || EQUAL.has(operator)) return "true";
    if (operator === ts.SyntaxKind.LessThanToken || UNEQUAL.has(operator)) return "false";
  }
  return "neither";
}

/** On which side of a comparison a number that is counted on from 1 is the first one: `=== 1`, `< 2`, not `> 1`. */
export function firstWhen(operator: ts.SyntaxKind, bound: unknown): Side {
  if (bound === 1) {
    if (EQUAL.has(operator) || operator === ts.SyntaxKind.LessThanEqualsToken) return "true";
    if (UNEQUAL.has(operator) || operator === ts.SyntaxKind.GreaterThanToken) return "false";
  }
  if (bound === 2) {
    if (operator === ts.SyntaxKind.LessThanToken) return "true";
    if (operator === ts.SyntaxKind.GreaterThanEqualsToken) return "false";
  }
  return "neither";
}

/** The operator that says the same with its sides changed. */
export function flip(operator: ts.SyntaxKind): ts.SyntaxKind {
  switch (operator) {
    case ts.SyntaxKind.LessThanToken:
      return ts.SyntaxKind.GreaterThanToken;
    case ts.SyntaxKind.LessThanEqualsToken:
      return ts.SyntaxKind.GreaterThanEqualsToken;
    case ts.SyntaxKind.GreaterThanToken:
      return ts.SyntaxKind.LessThanToken;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return ts.SyntaxKind.LessThanEqualsToken;
    default:
      return operator;
  }
}
