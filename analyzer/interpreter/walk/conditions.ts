import type { ts } from "ts-morph";
import { siteOf, siteKey } from "../../sites.js";
import type { Check, Locked } from "../../trace.js";
import type { LibraryIndex } from "../../models/patterns.js";
import { firstWhen, flip, positiveWhen } from "./bounds.js";
import { EQUAL, UNEQUAL, wordTruth } from "./words.js";
import { PROCESS_MEMORY } from "../expressions/memory.js";
import { negate } from "./state.js";
import {
  isNullish,
  type Claim,
  type ErrorValue,
  type Fact,
  type Result,
  type Truth,
  type Value,
} from "../values/value.js";

const NO_TRUTH: Truth = { whenTrue: [], whenFalse: [] };

/** What follows when a value is found truthy or falsy. */
export function truthOf(value: Value, condition: ts.Node, locked: Locked): Truth {
  if (value.truth) return value.truth;
  if (value.kind === "error") return isConflictText(value) ? CONFLICT : NO_TRUTH;
  if (!value.result) return NO_TRUTH;
  return resultTruth(value.result, condition, locked);
}

/** What follows from comparing two values with an operator. */
export function comparisonTruth(
  operator: ts.SyntaxKind,
  left: Value,
  right: Value,
  condition: ts.Node,
  locked: Locked,
  libraries: LibraryIndex,
): Truth {
  const equality = EQUAL.has(operator) ? true : UNEQUAL.has(operator) ? false : undefined;
  for (const [side, other, flipped] of [
    [left, right, false],
    [right, left, true],
  ] as const) {
    if (side.kind === "error" && equality !== undefined) {
      const truth = conflictTruth(side, other, libraries);
      if (truth) return equality ? truth : negate(truth);
    }
    if (side.truth && other.kind === "literal" && typeof other.value === "boolean" && equality !== undefined) {
      return other.value === equality ? side.truth : negate(side.truth);
    }
    if (side.truth && !side.result && other.kind === "literal" && typeof other.value === "number") {
      const positive = positiveWhen(flipped ? flip(operator) : operator, other.value);
      if (positive !== "neither") return positive === "true" ? side.truth : negate(side.truth);
    }
    if (side.truth && !side.result && isNullish(other) && equality !== undefined)
      return equality ? negate(side.truth) : side.truth;
    if (side.words && other.kind === "literal" && typeof other.value === "string" && equality !== undefined) {
      const truth = wordTruth(side.words, other.value);
      return equality ? truth : negate(truth);
    }
    if (isText(side) && isAbsent(other) && equality !== undefined) return equality ? NEVER : negate(NEVER);
    if (side.result)
      return resultComparison(side.result, flipped ? flip(operator) : operator, other, equality, condition, locked);
  }
  return NO_TRUTH;
}

const NEVER: Truth = { whenTrue: [{ kind: "never" }], whenFalse: [] };

function isText(value: Value): boolean {
  return value.kind === "literal" && typeof value.value === "string";
}

function isAbsent(value: Value): boolean {
  return value.kind === "literal" && (value.value === undefined || value.value === null);
}

/** A truth that says the error is a unique violation. */
export const CONFLICT: Truth = { whenTrue: [{ kind: "conflict" }], whenFalse: [{ kind: "no-conflict" }] };

function conflictTruth(error: ErrorValue, other: Value, libraries: LibraryIndex): Truth | undefined {
  if (other.kind !== "literal") return undefined;
  const path = error.path.join(".");
  const last = error.path.at(-1);
  for (const library of libraries.libraries) {
    for (const conflict of library.model.conflicts ?? []) {
      if (conflict.equals === undefined || String(conflict.equals) !== String(other.value)) continue;
      if (conflict.property === path || conflict.property?.split(".").at(-1) === last) return CONFLICT;
    }
  }
  return undefined;
}

/** `error.message.includes("duplicate key")`, as a value of the error. */
function isConflictText(error: ErrorValue): boolean {
  return error.path.some((part) => /unique|duplicate|already exists|conflict/i.test(part));
}

function resultTruth(result: Result, condition: ts.Node, locked: Locked): Truth {
  const tested: Fact = { kind: "tested", sink: siteKey(result.effect.sink) };
  const { claim, path } = result;
  if (claim && samePath(claim.property, path, result.shape)) {
    const guard = wonFact(claim);
    const won = claim.won === "falsy" || (typeof claim.won === "object" && !claim.won.equals) ? "falsy" : "truthy";
    // A list is truthy even when it is empty: only its length tells.
    if ((claim.won === "non-empty" || isCounted(claim)) && path.length === 0) return { whenTrue: [], whenFalse: [] };
    return won === "truthy"
      ? { whenTrue: [guard, tested], whenFalse: [tested] }
      : { whenTrue: [tested], whenFalse: [guard, tested] };
  }
  if (result.effect.kind !== "read") return { whenTrue: [tested], whenFalse: [tested] };
  switch (result.shape) {
    case "row":
    case "boolean":
      return path.length === 0 || path[0] === "length" || path[0] === result.found
        ? presence(result, condition, locked)
        : state(result, path[0] ?? "", condition, locked);
    case "count":
      return presence(result, condition, locked);
    case "rows":
      return path[0] === "length"
        ? presence(result, condition, locked)
        : path.length > 0
          ? state(result, path[0] ?? "", condition, locked)
          : NO_TRUTH;
    case "reply":
      return NO_TRUTH;
  }
}

function resultComparison(
  result: Result,
  operator: ts.SyntaxKind,
  other: Value,
  equality: boolean | undefined,
  condition: ts.Node,
  locked: Locked,
): Truth {
  const { claim, path } = result;
  const truthy = resultTruth(result, condition, locked);
  if (isNullish(other) && equality !== undefined) return equality ? negate(truthy) : truthy;
  if (
    claim &&
    samePath(claim.property, path, result.shape) &&
    typeof claim.won === "object" &&
    equality !== undefined &&
    other.kind === "literal"
  ) {
    const guard = wonFact(claim);
    const tested: Fact = { kind: "tested", sink: siteKey(result.effect.sink) };
    const equal = String(claim.won.equals) === String(other.value);
    const truth: Truth = equal
      ? { whenTrue: [guard, tested], whenFalse: [tested] }
      : { whenTrue: [tested], whenFalse: [tested] };
    return equality ? truth : negate(truth);
  }
  if (claim && isCounted(claim) && path.length === 0) {
    const asked: Fact = { kind: "tested", sink: siteKey(result.effect.sink) };
    const side = other.kind === "literal" ? firstWhen(operator, other.value) : "neither";
    const truth: Truth = { whenTrue: side === "neither" ? [asked] : [wonFact(claim), asked], whenFalse: [asked] };
    return side === "false" ? negate(truth) : truth;
  }
  // `=== "OK"`, `=== true`: equal to something truthy is truthy.
  if (
    claim?.won === "truthy" &&
    samePath(claim.property, path, result.shape) &&
    equality !== undefined &&
    other.kind === "literal" &&
    typeof other.value !== "number"
  ) {
    return Boolean(other.value) === equality ? truthy : negate(truthy);
  }
  const counts =
    result.shape === "count" || path.at(-1) === "length" || claim !== undefined || result.effect.kind !== "read";
  if (counts && other.kind === "literal" && typeof other.value === "number") {
    const positive = positiveWhen(operator, other.value);
    if (positive === "true") return truthy;
    if (positive === "false") return negate(truthy);
  }
  if (result.effect.kind !== "read") return truthy;
  if (counts) return limit(result, condition, locked);
  return state(result, path[0] ?? "", condition, locked);
}

/** Each one who counts on finds another number: only what it is compared with tells the first. */
function isCounted({ won }: Claim): boolean {
  return typeof won === "object" && won.equals === 1;
}

function wonFact(claim: Claim): Fact {
  return claim.lock ? { kind: "lock" } : { kind: "guard", guard: claim.guard };
}

function presence(result: Result, condition: ts.Node, locked: Locked): Truth {
  const asked = result.asked === undefined ? [] : [result.asked];
  const found: Fact = { kind: "check", check: check("presence", result, asked, condition, locked) };
  return {
    whenTrue: [found, ...lacking(result, condition, locked).map((each): Fact => ({ kind: "check", check: each }))],
    whenFalse: [{ kind: "check", check: check("absence", result, asked, condition, locked) }],
  };
}

/** What is found was looked for where other tables hold no row for it: that was asked of those tables. */
function lacking(result: Result, condition: ts.Node, locked: Locked): readonly Check[] {
  const { lacks = [] } = result.held ? {} : result.effect;
  return lacks.map((target) => {
    const asked = check("absence", { ...result, held: { target, by: [] } }, [], condition, locked);
    return { ...asked, occurrence: `${asked.occurrence}/${target}` };
  });
}

function state(result: Result, column: string, condition: ts.Node, locked: Locked): Truth {
  return eitherWay(check("state", result, [column], condition, locked));
}

function limit(result: Result, condition: ts.Node, locked: Locked): Truth {
  return eitherWay(check("limit", result, [], condition, locked));
}

/** Checked whichever way the condition went: past the place where both ways meet again, nothing hangs on it. */
function eitherWay(made: Check): Truth {
  return {
    whenTrue: [{ kind: "check", check: { ...made, held: true } }],
    whenFalse: [{ kind: "check", check: { ...made, held: false } }],
  };
}

function check(
  kind: Check["kind"],
  result: Result,
  tests: readonly string[],
  condition: ts.Node,
  locked: Locked,
): Check {
  const { effect, path } = result;
  const inner = path.at(-1) === "length" ? path.slice(0, -1) : path;
  return {
    kind,
    occurrence: `${condition.pos}/${effect.sink.start}`,
    read: effect.site,
    target: result.held?.target ?? effect.target,
    condition: siteOf(condition),
    by: result.held?.by ?? Object.keys(effect.where),
    tests,
    ...(tests.length > 0 && inner.length > 1 ? { part: inner.join(".") } : {}),
    locked: effect.guards.some((guard) => guard.kind === "locked-recheck") || locked,
    ...(effect.library === PROCESS_MEMORY ? { local: true } : {}),
  };
}

function samePath(property: Claim["property"], path: readonly string[], shape: Result["shape"]): boolean {
  const counted = path[0] === "length" || (path[0] === "0" && path.length === 1);
  if (property === undefined) return path.length === 0 || counted;
  const asked = (path.at(-1) === "length" ? path.slice(0, -1) : path).join(".");
  return [property].flat().includes(asked) || (counted && shape !== "count");
}
