import { ts } from "ts-morph";
import { from } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import { executeBlock } from "./blocks.js";
import { declare } from "./env.js";
import { endsHere, mayFail } from "./failures.js";
import { lastly } from "./finally.js";
import { joinChanges, jumpOut } from "./flow.js";
import { assignTo } from "../expressions/assignments.js";
import { conditionTruth } from "../expressions/expressions.js";
import { withContext, within } from "./frames.js";
import { checksGained, pickedFree } from "./free-names.js";
import type { Frame, Machine } from "./machine.js";
import { eachNamed, keysOf } from "../expressions/named-items.js";
import { inList } from "../expressions/picked.js";
import { isNothing, narrow } from "./narrowing.js";
import { isRetryLoop, retryOfItself } from "./retrying.js";
import { meet, refine } from "./state.js";
import { executeSwitch } from "./switches.js";
import { noteOtherwise } from "./uses.js";
import { array, isFilledText, literal, unknown, type Fact, type Truth, type Value } from "../values/value.js";

/** Walks one statement: its effects and its changes land on the frame. */
export function executeStatement(node: ts.Statement, frame: Frame, machine: Machine): void {
  if (!frame.state.alive) return;
  if (ts.isBlock(node)) return executeBlock(node.statements, within(frame), machine);
  if (ts.isExpressionStatement(node)) return void machine.evaluate(node.expression, frame);
  if (ts.isVariableStatement(node)) return declareAll(node.declarationList, frame, machine);
  if (ts.isReturnStatement(node)) return executeReturn(node, node.expression, frame, machine);
  if (ts.isThrowStatement(node)) {
    const value = machine.evaluate(node.expression, frame);
    mayFail(frame);
    frame.throws.push({ value, state: frame.state, node });
    return end(frame);
  }
  if (ts.isIfStatement(node)) return executeIf(node, frame, machine);
  if (ts.isTryStatement(node)) return executeTry(node, frame, machine);
  if (ts.isSwitchStatement(node)) return executeSwitch(node, frame, machine);
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return executeForOf(node, frame, machine);
  if (ts.isForStatement(node)) return executeFor(node, frame, machine);
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return executeWhile(node, frame, machine);
  if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) {
    jumpOut(ts.isBreakStatement(node) ? "break" : "continue", frame);
    return end(frame);
  }
  if (ts.isLabeledStatement(node)) return machine.execute(node.statement, frame);
  if (ts.isClassDeclaration(node) && node.name) {
    return declare(frame.env, node.name.text, {
      kind: "class",
      node,
      env: frame.env,
      provenance: { sources: [], through: [] },
    });
  }
}

/** Declares the variables of a list. */
function declareAll(list: ts.VariableDeclarationList, frame: Frame, machine: Machine): void {
  for (const declaration of list.declarations) {
    let value: Value = declaration.initializer ? machine.evaluate(declaration.initializer, frame) : literal(undefined);
    // What a module declares and sets later, in `init()`, holds by then what its type says.
    const isSetLater = !declaration.initializer && frame.env.module !== undefined;
    if (declaration.type && (isSetLater || (value.kind === "unknown" && !value.result))) {
      value = machine.typed({ node: declaration.type, file: frame.env.file }) ?? value;
    }
    machine.bind(declaration.name, value, frame);
  }
}

function executeReturn(
  node: ts.ReturnStatement,
  given: ts.Expression | undefined,
  frame: Frame,
  machine: Machine,
): void {
  // `return row ? toOrder(row) : null` are two ways out: whoever gets nothing knows that no row was found.
  if (given && ts.isConditionalExpression(given) && [given.whenTrue, given.whenFalse].some(isNothing)) {
    const { truth } = conditionTruth(given.condition, frame, machine);
    const ways = [
      [given.whenTrue, truth.whenTrue],
      [given.whenFalse, truth.whenFalse],
    ] as const;
    const outcomes = ways.map(([way, facts]) =>
      machine.branch(frame, refine(frame.state, facts, frame.output.tested), () =>
        executeReturn(node, way, frame, machine),
      ),
    );
    return machine.merge(frame, outcomes);
  }
  const value = given ? machine.evaluate(given, frame) : literal(undefined);
  endsHere(frame);
  frame.returns.push({ value, state: frame.state, node });
  end(frame);
}

function executeIf(node: ts.IfStatement, frame: Frame, machine: Machine): void {
  const { value, truth } = conditionTruth(node.expression, frame, machine);
  noteOtherwise(node, truth, frame.output.uses);
  const tested = frame.output.tested;
  const outcomes: ReturnType<Machine["branch"]>[] = [];
  // Only a written flag or text decides; what looks absent may have been filled by something that was not seen.
  const flag = value.kind === "literal" && typeof value.value === "boolean" && !value.truth ? value.value : undefined;
  const fixed = flag ?? (isFilledText(value) ? true : undefined);
  frame.output.prunes ||= fixed !== undefined;
  if (fixed !== false)
    outcomes.push(
      machine.branch(frame, refine(frame.state, truth.whenTrue, tested), () => {
        narrow(node.expression, true, frame);
        machine.execute(node.thenStatement, frame);
      }),
    );
  if (fixed !== true) {
    outcomes.push(
      machine.branch(frame, refine(frame.state, truth.whenFalse, tested), () => {
        narrow(node.expression, false, frame);
        if (node.elseStatement) machine.execute(node.elseStatement, frame);
      }),
    );
  }
  machine.merge(frame, outcomes);
}

function executeTry(node: ts.TryStatement, frame: Frame, machine: Machine): void {
  const { catchClause, finallyBlock } = node;
  const handle = catchClause
    ? (error: Value): void => {
        const scope = within(frame);
        if (catchClause.variableDeclaration) machine.bind(catchClause.variableDeclaration.name, error, scope);
        executeBlock(catchClause.block.statements, scope, machine);
      }
    : undefined;
  const retry = retryOfItself(node);
  const scope = retry ? withContext(frame, { ...frame.context, retry }) : frame;
  const walk = (): void => {
    machine.guarded(frame, () => machine.execute(node.tryBlock, scope), handle, catchClause ?? node);
  };
  if (finallyBlock) lastly(frame, walk, () => machine.execute(finallyBlock, frame));
  else walk();
}

function executeForOf(node: ts.ForOfStatement | ts.ForInStatement, frame: Frame, machine: Machine): void {
  const given = machine.evaluate(node.expression, frame);
  const list = ts.isForInStatement(node) ? (keysOf(given) ?? array([unknown(given.provenance)])) : given;
  const items = eachNamed(list) ?? [machine.member(list, "[]", node.expression, frame)];
  for (const item of items) {
    loop(frame, machine, node, (scope) => {
      scope.state = inList(list, scope, node);
      if (ts.isVariableDeclarationList(node.initializer)) {
        for (const declaration of node.initializer.declarations) machine.bind(declaration.name, item, scope);
      } else assignTo(node.initializer, item, scope, machine);
      machine.execute(node.statement, scope);
    });
  }
}

function executeFor(node: ts.ForStatement, frame: Frame, machine: Machine): void {
  const outer = within(frame);
  if (node.initializer) {
    if (ts.isVariableDeclarationList(node.initializer)) declareAll(node.initializer, outer, machine);
    else machine.evaluate(node.initializer, outer);
  }
  const retries = isRetryLoop(node);
  if (retries && node.initializer && ts.isVariableDeclarationList(node.initializer)) {
    for (const declaration of node.initializer.declarations) {
      if (ts.isIdentifier(declaration.name)) {
        declare(
          outer.env,
          declaration.name.text,
          unknown(from("attempt", `the attempt number ${declaration.name.text}`, siteOf(declaration))),
        );
      }
    }
  }
  // A bound on attempts or on an index is no check of what the service stores.
  loop(outer, machine, node, (scope) => {
    machine.execute(node.statement, scope);
  });
  if (node.incrementor && frame.state.alive) machine.evaluate(node.incrementor, outer);
}

function executeWhile(node: ts.WhileStatement | ts.DoStatement, frame: Frame, machine: Machine): void {
  let left: Truth | undefined;
  const walk = (scope: Frame): void => {
    if (ts.isWhileStatement(node)) {
      const { truth } = conditionTruth(node.expression, scope, machine);
      // A loop that waits asks the clock each round; what it does in a round hangs on the round.
      const facts = truth.whenTrue.filter(({ kind }) => kind !== "chance");
      scope.state = refine(scope.state, facts, scope.output.tested);
      left = truth;
    }
    machine.execute(node.statement, scope);
    if (ts.isDoStatement(node) && scope.state.alive) left = conditionTruth(node.expression, scope, machine).truth;
  };
  const broken = loop(frame, machine, node, walk, () => left?.whenFalse ?? []);
  if (!left || broken || !frame.state.alive) return;
  // Who gets past `while (!(await claim()))` won; what the body looked at is no check of what follows.
  const { checks } = frame.state;
  const facts = left.whenFalse.filter(({ kind }) => kind !== "chance");
  frame.state = { ...refine(frame.state, facts, frame.output.tested), checks };
}

/**
 * Walks a loop's body once; what holds after it holds whether the body ran or not, unless the loop only ends from within.
 * `fallsOut` tells what its own condition has found out by then. Yields whether something in the body breaks out of it.
 */
function loop(
  frame: Frame,
  machine: Machine,
  node: ts.IterationStatement,
  body: (scope: Frame) => void,
  fallsOut: () => readonly Fact[] = () => [],
): boolean {
  const retry = isRetryLoop(node)
    ? { site: siteOf(node), body: siteOf(node.statement), what: "this loop runs its body again when it fails" }
    : frame.context.retry;
  const scope = within(frame, {
    jumps: [],
    context: { ...frame.context, inLoop: frame.context.inLoop || !isRetryLoop(node), ...(retry ? { retry } : {}) },
  });
  const before = frame.state;
  const returns = frame.returns.length;
  const outcome = machine.branch(frame, before, () => body(scope));
  const breaks = scope.jumps.filter((jump) => jump.kind === "break").map((jump) => jump.state);
  const exits = [fallsOut(), ...breaks.map((state) => checksGained(before, state))];
  const endless = isEndless(node);
  const rounds = outcome.state.alive || scope.jumps.length === 0 ? [outcome, ...scope.jumps] : scope.jumps;
  const none = endless ? [] : [{ state: before, changes: new Map() }];
  const changes = joinChanges([...none, ...rounds], before);
  const picked = pickedFree(node, frame, { ...outcome, changes }, exits, returns);
  const ends = endless
    ? breaks
    : [
        before,
        outcome.state,
        ...breaks,
        ...scope.jumps.filter((jump) => jump.kind === "continue").map((jump) => jump.state),
      ];
  const after = picked.without(ends.length > 0 ? meet(ends) : { ...before, alive: false });
  // A retry loop falls through only after its last failure: what the body reached has happened on no such path.
  machine.merge(frame, [
    { state: after, changes: picked.changes },
    { state: endless ? { ...before, alive: false } : { ...before, alive: after.alive }, changes: new Map() },
  ]);
  return breaks.length > 0;
}

function isEndless(node: ts.IterationStatement): boolean {
  if (ts.isForStatement(node)) return node.condition === undefined;
  return (ts.isWhileStatement(node) || ts.isDoStatement(node)) && node.expression.kind === ts.SyntaxKind.TrueKeyword;
}

function end(frame: Frame): void {
  frame.state = { ...frame.state, alive: false };
}
