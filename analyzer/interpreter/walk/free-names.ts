import { ts } from "ts-morph";
import { foundAmong } from "../../provenance.js";
import { siteKey } from "../../sites.js";
import type { Check, Effect, Provenance } from "../../trace.js";
import type { Outcome } from "./flow.js";
import type { Frame } from "./machine.js";
import type { State } from "./state.js";
import { provenanceOf, type Fact, type Value } from "../values/value.js";

/** What a loop leaves with, and what it found out that nothing after it hangs on. */
export interface Picked {
  readonly changes: Outcome["changes"];
  /** The state without the checks that only picked a name. */
  without(state: State): State;
}

/**
 * A loop that tries one name after another until no row has it (`while (await isTaken(name)) name = next(name)`) leaves with
 * another name once an attempt has added its row. `returns` tells how many ways out of the function there were before it.
 */
export function pickedFree(
  node: ts.IterationStatement,
  frame: Frame,
  { changes }: Outcome,
  exits: readonly (readonly Fact[])[],
  returns: number,
): Picked {
  const tried = namesTried(node);
  const sought = exits.flat().flatMap((fact) => (fact.kind === "check" ? soughtBy(fact.check, frame) : []));
  const picks = new Set<string>();
  const mark = (value: Value, among: readonly Sought[]): Value =>
    among.reduce((made, one) => {
      if (!isAskedFor(value, one)) return made;
      picks.add(one.check.occurrence);
      return { ...made, provenance: foundAmong(provenanceOf(made), { table: one.check.target, next: "free" }) };
    }, value);
  for (const [index, exit] of frame.returns.entries()) {
    if (index < returns || !ts.isReturnStatement(exit.node) || !exit.node.expression) continue;
    if (!mentions(exit.node.expression, tried)) continue;
    const value = mark(exit.value, gainedBy(frame.state, exit.state, frame));
    if (value !== exit.value) frame.returns[index] = { ...exit, value, state: withoutChecks(exit.state, picks) };
  }
  return {
    changes: new Map([...changes].map(([cell, value]) => [cell, mark(value, sought)])),
    without: (state) => withoutChecks(state, picks),
  };
}

/** The checks that a state has and the one before the loop had not, as facts. */
export function checksGained(before: State, after: State): readonly Fact[] {
  return [...after.checks].flatMap(([key, check]) =>
    before.checks.has(key) ? [] : [{ kind: "check" as const, check }],
  );
}

interface Sought {
  readonly check: Check;
  readonly by: readonly Provenance[];
}

/** A check that leaves the loop because nothing was found, and what was asked for. */
function soughtBy(check: Check, frame: Frame): readonly Sought[] {
  if (check.kind !== "absence") return [];
  const read = frame.output.effects.find((effect: Effect) => siteKey(effect.site) === siteKey(check.read));
  return read ? [{ check, by: Object.values(read.where) }] : [];
}

function gainedBy(before: State, after: State, frame: Frame): readonly Sought[] {
  return checksGained(before, after).flatMap((fact) => (fact.kind === "check" ? soughtBy(fact.check, frame) : []));
}

/** The value is (made of) what the rows were asked for. */
function isAskedFor(value: Value, { by }: Sought): boolean {
  if (value.kind !== "unknown" && value.kind !== "literal") return false;
  const made = provenanceOf(value).sources;
  return by.some(({ sources }) =>
    sources.some((asked) =>
      made.some(({ kind, site }) => kind === asked.kind && siteKey(site) === siteKey(asked.site)),
    ),
  );
}

function withoutChecks(state: State, picks: ReadonlySet<string>): State {
  if (picks.size === 0) return state;
  return { ...state, checks: new Map([...state.checks].filter(([, check]) => !picks.has(check.occurrence))) };
}

/** The names that another round gives another value. */
function namesTried(loop: ts.IterationStatement): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    else if (!ts.isExpression(node)) ts.forEachChild(node, note);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node)) note(node.name);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) note(node.left);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) note(node.operand);
    ts.forEachChild(node, visit);
  };
  visit(loop);
  return names;
}

function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node)) return names.has(node.text);
  return ts.forEachChild(node, (part) => mentions(part, names)) ?? false;
}
