import { ts } from "ts-morph";
import type { Conflict, Effect, Site } from "../../trace.js";
import { siteKey, siteOf } from "../../sites.js";
import type { Cell } from "./env.js";
import { endsHere, takeOver, waysOut, type WaysOut } from "./failures.js";
import type { Frame, Jump } from "./machine.js";
import { meet, type Journal, type State } from "./state.js";
import { whereWaysMeet } from "./ways-met.js";
import { type ErrorValue, type Value } from "../values/value.js";

/** How a branch ended: what holds then, and the variables it changed. */
export interface Outcome {
  readonly state: State;
  readonly changes: ReadonlyMap<Cell, Value>;
}

/** Runs a part from a state, with its own changes to variables, and undoes them. */
export function branch(frame: Frame, state: State, run: () => void, waysOut?: WaysOut): Outcome {
  const before = frame.state;
  const outer = frame.journal;
  const journal: Journal = { before: new Map(), outer, ...(waysOut ? { waysOut } : {}) };
  frame.state = state;
  frame.journal = journal;
  run();
  const changes = new Map<Cell, Value>();
  for (const [cell, old] of journal.before) {
    changes.set(cell, cell.value);
    cell.value = old;
  }
  const after = frame.state;
  frame.state = before;
  frame.journal = outer;
  return { state: after, changes };
}

/** Makes the joined outcome of branches current; a branch that left does not count. */
export function merge(frame: Frame, outcomes: readonly Outcome[]): void {
  const live = outcomes.filter((outcome) => outcome.state.alive);
  const before = frame.state;
  const met = meet(outcomes.map((outcome) => outcome.state));
  // Where both ways go on, the rest does not depend on the test.
  frame.state = live.length > 1 ? { ...met, checks: before.checks, chances: before.chances } : met;
  const cells = new Set(live.flatMap((outcome) => [...outcome.changes.keys()]));
  for (const cell of cells) {
    const ways = live.map(({ state, changes }) => ({ state, value: changes.get(cell) ?? cell.value }));
    assign(cell, whereWaysMeet(ways, before), frame);
  }
}

/** Changes a variable; the innermost branch remembers what it was. */
export function assign(cell: Cell, value: Value, frame: Frame): void {
  if (!frame.journal.before.has(cell)) frame.journal.before.set(cell, cell.value);
  cell.value = value;
}

/** The way out of a loop or a `switch` from here, with what the variables hold that were changed on the way. */
export function jumpOut(kind: Jump["kind"], frame: Frame): void {
  const changes = new Map<Cell, Value>();
  for (let journal: Journal | undefined = frame.journal; journal; journal = journal.outer)
    for (const cell of journal.before.keys()) changes.set(cell, cell.value);
  endsHere(frame);
  frame.jumps.push({ kind, state: frame.state, changes });
}

/** What the variables hold where several ways meet. */
export function joinChanges(outcomes: readonly Outcome[], before: State): Outcome["changes"] {
  const cells = new Set(outcomes.flatMap(({ changes }) => [...changes.keys()]));
  return new Map(
    [...cells].map((cell) => {
      const ways = outcomes.map(({ state, changes }) => ({ state, value: changes.get(cell) ?? cell.value }));
      return [cell, whereWaysMeet(ways, before)];
    }),
  );
}

/** Runs a part whose errors a handler receives, and settles how its unique violations end. */
export function guarded(
  frame: Frame,
  run: () => void,
  handle: ((error: Value) => void) | undefined,
  node: ts.Node,
): void {
  const { effects } = frame.output;
  const first = effects.length;
  const entry = frame.state;
  const thrown = frame.throws.length;
  const failures = waysOut("failure");
  const normal = branch(frame, entry, run, handle && failures);
  if (!handle) return merge(frame, [normal]);
  const handleThere = (error: Value): void => {
    takeOver(failures, entry, (cell, value) => assign(cell, value, frame));
    handle(error);
  };
  const caught = frame.throws.splice(thrown).map((exit) => exit.state);
  const told = frame.output.uses.caught.length;
  const recovered = recover(frame, [entry, ...caught], handleThere, node);
  const [otherwise = siteOf(ts.isCatchClause(node) ? node.block : node)] = frame.output.uses.caught.splice(told);
  settleConflicts(frame.output, first, recovered.conflict, otherwise);
  merge(frame, [normal, recovered.outcome]);
}

/** `.catch(handler)`: the effects under the call were emitted already. */
export function settle(frame: Frame, node: ts.CallExpression, handle: (error: Value) => void): void {
  const { conflict, outcome } = recover(frame, [frame.state], handle, node);
  const site = siteOf(node);
  const { effects } = frame.output;
  const isInside = ({ path, site: own }: Effect): boolean => contains(site, path[0]?.site ?? own);
  effects.forEach((effect, index) => {
    if (isInside(effect) && effect.conflict === "escapes") effects[index] = { ...effect, conflict };
  });
  if (!outcome.state.alive) return;
  const refused = effects.filter(({ conflict, kind }) => conflict !== "none" || kind === "call");
  frame.state = withoutClaimsOf(frame.state, refused.filter(isInside));
}

function contains(outer: Effect["site"], inner: Effect["site"]): boolean {
  return outer.file === inner.file && inner.start >= outer.start && inner.end <= outer.end;
}

/** After a swallowed conflict the path goes on for the loser too: the insert is no claim. */
function withoutClaimsOf(state: State, effects: readonly Effect[]): State {
  const sites = new Set(effects.map((effect) => `${effect.sink.file}:${effect.sink.start}`));
  return {
    ...state,
    guards: new Map([...state.guards].filter(([, guard]) => !sites.has(`${guard.site.file}:${guard.site.start}`))),
  };
}

/** Walks a handler of errors, and judges what it does with a unique violation by the exits that are open to one. */
function recover(
  frame: Frame,
  states: readonly State[],
  handle: (error: Value) => void,
  node: ts.Node,
): { outcome: Outcome; conflict: Conflict } {
  const error: ErrorValue = { kind: "error", path: [], caught: node, provenance: { sources: [], through: [] } };
  const returned = frame.returns.length;
  const thrown = frame.throws.length;
  const start: State = { ...meet(states), alive: true, conflict: "maybe" };
  const outcome = branch(frame, start, () => handle(error));
  const exits = [
    ...frame.returns.slice(returned).map((exit) => ({ throws: false, own: false, state: exit.state })),
    ...frame.throws.slice(thrown).map((exit) => ({
      throws: true,
      own: exit.value.kind === "error" && exit.value.path.length === 0,
      state: exit.state,
    })),
    ...(outcome.state.alive ? [{ throws: false, own: false, state: outcome.state }] : []),
  ].filter((exit) => exit.state.conflict !== "no");
  const told = exits.filter((exit) => exit.state.conflict === "yes");
  const chosen = told.length > 0 ? told : exits;
  const restored = { ...outcome, state: { ...outcome.state, conflict: "maybe" as const } };
  if (chosen.length === 0) return { outcome: restored, conflict: "escapes" };
  if (chosen.every((exit) => exit.throws)) {
    const mapped = (told.length > 0 || SAYS_CONFLICT.test(fallThrough(node))) && chosen.every((exit) => !exit.own);
    return { outcome: restored, conflict: mapped ? "mapped" : "escapes" };
  }
  const blind = told.length === 0 && (reportsFailure(node) || throwsLater(node));
  return { outcome: restored, conflict: blind ? "escapes" : "handled" };
}

/** A handler that answers with an error, or passes it on, does not handle a conflict. */
function reportsFailure(node: ts.Node): boolean {
  const text = fallThrough(node);
  return FAILURES.some((failure) => failure.test(text));
}

/** `failure = error` in the catch clause, and `throw failure` after it: what is kept to be thrown is not handled. */
function throwsLater(node: ts.Node): boolean {
  if (!ts.isCatchClause(node) || !node.variableDeclaration) return false;
  const caught = node.variableDeclaration.name.getText();
  const around = ts.findAncestor(node, ts.isFunctionLike)?.getText() ?? "";
  return node.block.statements.some(
    (statement) =>
      ts.isExpressionStatement(statement) &&
      ts.isBinaryExpression(statement.expression) &&
      statement.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      statement.expression.right.getText() === caught &&
      ts.isIdentifier(statement.expression.left) &&
      new RegExp(`\\bthrow ${statement.expression.left.text}\\b`).test(around),
  );
}

/** Whatever failed, the caller is told that the row is there: `throw new TRPCError({ code: "CONFLICT" })`. */
const SAYS_CONFLICT = /\bthrow\b[^;]*(?:\b409\b|["'.]CONFLICT\b|\bConflict(?:Error|Exception)?\()/;

/** 409 is left out: it says that the row is there. */
const FAILURES = [
  /\b5\d\d\b|internal_?server|bad_?request/i,
  /\bstatus(?:Code)?\s*[(:=]\s*(?:HttpStatus\.(?!CONFLICT)\w+|4(?!09)\d\d\b)/,
  /\bnext\(|\breject\(|\bdone\(/,
  /\b(?:success|ok):\s*false/,
  /error\w*response\w*\(|return\s+(?:await\s+)?handle\w*error\w*\(/i,
];

/** What a handler does with an error that none of its early answers are for (`if (error instanceof NotFound) return …`). */
function fallThrough(node: ts.Node): string {
  const body = ts.isCatchClause(node) ? node.block : node;
  if (!ts.isBlock(body)) return body.getText();
  return body.statements
    .filter(
      (statement) => !(ts.isIfStatement(statement) && !statement.elseStatement && leaves(statement.thenStatement)),
    )
    .map((statement) => statement.getText())
    .join("\n");
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

function settleConflicts({ effects, uses }: Frame["output"], first: number, conflict: Conflict, otherwise: Site): void {
  for (let index = first; index < effects.length; index++) {
    const effect = effects[index];
    if (effect?.conflict !== "escapes") continue;
    effects[index] = { ...effect, conflict };
    if (conflict === "handled") uses.otherwise.set(siteKey(effect.sink), otherwise);
  }
}
