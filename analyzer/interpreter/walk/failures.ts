import type { Cell } from "./env.js";
import type { Frame } from "./machine.js";
import type { Journal, State } from "./state.js";
import { whereWaysMeet } from "./ways-met.js";
import type { Value } from "../values/value.js";

/** What variables held wherever a part may have failed, and what else held there. */
export type Failures = Map<Cell, Map<Value, State>>;

/** What comes next may fail: the handler around it is told what was set since its part began. */
export function mayFail(frame: Frame): void {
  let around: Journal | undefined = frame.journal;
  while (around && !around.failures) around = around.outer;
  if (!around?.failures) return;
  for (let journal: Journal | undefined = frame.journal; journal; journal = journal.outer) {
    for (const cell of journal.before.keys()) keep(cell, frame.state, around.failures);
    if (journal === around) return;
  }
}

function keep(cell: Cell, state: State, failures: Failures): void {
  const held = failures.get(cell) ?? new Map<Value, State>();
  if (!held.has(cell.value)) held.set(cell.value, state);
  failures.set(cell, held);
}

/** In the handler a variable holds what it held before, or what it held where the part may have failed. */
export function takeOver(failures: Failures, before: State, set: (cell: Cell, value: Value) => void): void {
  for (const [cell, held] of failures) {
    const ways = [...held].map(([value, state]) => ({ value, state }));
    set(cell, whereWaysMeet([{ value: cell.value, state: before }, ...ways], before));
  }
}
