import type { Cell } from "./env.js";
import type { Frame } from "./machine.js";
import type { Journal, State } from "./state.js";
import { whereWaysMeet } from "./ways-met.js";
import type { Value } from "../values/value.js";

/** What variables held wherever a part may have been left, and what else held there. */
export interface WaysOut {
  /** A `catch` clause hears of failures alone, a `finally` of a `return` or `continue`, too. */
  readonly by: "failure" | "any";
  readonly held: Map<Cell, Map<Value, State>>;
}

export function waysOut(by: WaysOut["by"]): WaysOut {
  return { by, held: new Map() };
}

/** What comes next may fail: the handler around it is told what was set since its part began. */
export function mayFail(frame: Frame): void {
  note(frame, () => true);
}

/** The way ends here, and not by a failure: only what runs whichever way is taken hears of it. */
export function endsHere(frame: Frame): void {
  note(frame, ({ by }) => by === "any");
}

function note(frame: Frame, hears: (ways: WaysOut) => boolean): void {
  const listens = ({ waysOut }: Journal): boolean => waysOut !== undefined && hears(waysOut);
  let around: Journal | undefined = frame.journal;
  while (around && !listens(around)) around = around.outer;
  if (!around?.waysOut) return;
  for (let journal: Journal | undefined = frame.journal; journal; journal = journal.outer) {
    for (const cell of journal.before.keys()) keep(cell, cell.value, frame.state, around.waysOut);
    if (journal === around) return;
  }
}

/** One more thing that a variable may have held on the way out. */
export function keep(cell: Cell, value: Value, state: State, { held }: WaysOut): void {
  const values = held.get(cell) ?? new Map<Value, State>();
  if (!values.has(value)) values.set(value, state);
  held.set(cell, values);
}

/** Behind the part a variable holds what it held before, or what it held where the part may have been left. */
export function takeOver({ held }: WaysOut, before: State, set: (cell: Cell, value: Value) => void): void {
  for (const [cell, values] of held) {
    const ways = [...values].map(([value, state]) => ({ value, state }));
    set(cell, whereWaysMeet([{ value: cell.value, state: before }, ...ways], before));
  }
}
