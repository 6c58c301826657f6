import { ts } from "ts-morph";
import { executeBlock } from "./blocks.js";
import { truthOf } from "./conditions.js";
import { compared } from "../expressions/operators.js";
import { joinChanges, type Outcome } from "./flow.js";
import { within } from "./frames.js";
import type { Frame, Machine } from "./machine.js";
import { lockIn, meet, refine, type State } from "./state.js";
import type { Value } from "../values/value.js";

/** Walks each way through a `switch`, with what follows from taking it. */
export function executeSwitch(node: ts.SwitchStatement, frame: Frame, machine: Machine): void {
  const asked = machine.evaluate(node.expression, frame);
  const { starts, none } = waysInto(node.caseBlock.clauses, asked, frame, machine);
  const scope = within(frame, { jumps: [] });
  const outcomes: Outcome[] = [];
  let fallThrough: State | undefined;
  node.caseBlock.clauses.forEach((clause, index) => {
    const start = starts[index] ?? none;
    const from = fallThrough ? meet([start, fallThrough]) : start;
    const outcome = machine.branch(frame, from, () => executeBlock(clause.statements, scope, machine));
    fallThrough = outcome.state.alive ? outcome.state : undefined;
    outcomes.push(outcome);
  });
  const ends: Outcome[] = scope.jumps.filter((jump) => jump.kind === "break");
  const last = outcomes.at(-1);
  if (fallThrough && last) ends.push({ ...last, state: fallThrough });
  if (!node.caseBlock.clauses.some(ts.isDefaultClause)) ends.push({ state: none, changes: new Map() });
  const met = meet(ends.length > 0 ? ends.map(({ state }) => state) : [{ ...none, alive: false }]);
  const live = ends.filter(({ state }) => state.alive);
  machine.merge(frame, [
    ...outcomes.map((outcome) => ({ ...outcome, state: { ...outcome.state, alive: false } })),
    { state: met, changes: joinChanges(live, frame.state) },
  ]);
  for (const jump of scope.jumps) if (jump.kind === "continue") frame.jumps.push(jump);
}

/** What holds where each `case` is the one, as in `if (asked === …)`, and where none of them is: there `default` stands, wherever it is written. */
function waysInto(
  clauses: readonly ts.CaseOrDefaultClause[],
  asked: Value,
  frame: Frame,
  machine: Machine,
): { readonly starts: readonly (State | undefined)[]; readonly none: State } {
  const tested = frame.output.tested;
  let none = frame.state;
  const starts = clauses.map((clause) => {
    if (ts.isDefaultClause(clause)) return undefined;
    const { expression } = clause;
    const found = machine.evaluate(expression, frame);
    const holds = compared(ts.SyntaxKind.EqualsEqualsEqualsToken, asked, found, expression, frame, machine);
    const { whenTrue, whenFalse } = truthOf(holds, expression, lockIn(frame.state));
    const start = refine(none, whenTrue, tested);
    none = refine(none, whenFalse, tested);
    if (holds.kind !== "literal") return start;
    if (!holds.value) return { ...start, alive: false };
    none = { ...none, alive: false };
    return start;
  });
  return { starts, none };
}
