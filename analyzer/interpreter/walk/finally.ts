import { endsHere, keep, mayFail, takeOver, waysOut, type WaysOut } from "./failures.js";
import { assign, branch, merge, type Outcome } from "./flow.js";
import type { Frame } from "./machine.js";
import { bothLocks, gained, meet, refine, type State } from "./state.js";

/**
 * Runs a part, and what comes last whichever way leads out of it: it may have ended, returned or failed anywhere. What comes
 * last is walked once, with what all these ways have in common; each way then goes on with its own and what was added.
 */
export function lastly(frame: Frame, run: () => void, last: () => void): void {
  const { returns, throws, jumps } = frame;
  const first = { return: returns.length, throw: throws.length, jump: jumps.length };
  const entry = frame.state;
  const ways = waysOut("any");
  const normal = branch(frame, entry, run, ways);
  if (normal.state.alive) for (const [cell, value] of normal.changes) keep(cell, value, normal.state, ways);
  const returned = returns.splice(first.return);
  const thrown = throws.splice(first.throw);
  const jumped = jumps.splice(first.jump);

  const ended = [normal, ...returned, ...jumped].map(({ state }) => state);
  const start = whereLastBegins(entry, ended, thrown);
  const added = walkLast(frame, start, ways, last, returned.length + jumped.length > 0);
  const goesOn = <W extends { readonly state: State }>(way: W): W => ({
    ...way,
    state: plus(way.state, start, added.state),
  });
  merge(frame, [{ state: goesOn(normal).state, changes: new Map([...normal.changes, ...added.changes]) }]);
  // A `return` in what comes last takes the place of every other way out.
  if (!added.state.alive) return;
  returns.push(...returned.map(goesOn));
  throws.push(...thrown.map(goesOn));
  jumps.push(...jumped.map((jump) => ({ ...goesOn(jump), changes: new Map([...jump.changes, ...added.changes]) })));
}

/** A failure may come first thing; a transaction or a lock is there unless it was that which failed. */
function whereLastBegins(entry: State, ended: readonly State[], thrown: readonly { readonly state: State }[]): State {
  const { transaction: _outer, ended: _earlier, ...met } = meet([entry, ...ended, ...thrown.map(({ state }) => state)]);
  const { transaction, ended: closed, locks, rowLocks } = ended.some(({ alive }) => alive) ? meet(ended) : entry;
  return {
    ...met,
    alive: true,
    locks,
    rowLocks,
    ...(transaction ? { transaction } : {}),
    ...(closed ? { ended: true } : {}),
  };
}

/** What is walked last goes by everything that variables may hold then, and what leads out of the part leads further out. */
function walkLast(frame: Frame, start: State, ways: WaysOut, last: () => void, leads: boolean): Outcome {
  let added: Outcome = { state: start, changes: new Map() };
  branch(frame, start, () => {
    takeOver(ways, start, (cell, value) => assign(cell, value, frame));
    added = branch(frame, start, last);
    merge(frame, [added]);
    if (!added.state.alive) return;
    mayFail(frame);
    if (leads) endsHere(frame);
  });
  return added;
}

/** A state, and what was added to another one on the way from there. */
function plus(state: State, from: State, to: State): State {
  const { transaction, ...rest } = refine(state, gained(from, to), new Set());
  const closes = (from.transaction !== undefined && !to.transaction) || (to.ended === true && from.ended !== true);
  const open = to.transaction && to.transaction !== from.transaction ? to.transaction : transaction;
  return {
    ...rest,
    alive: state.alive && to.alive,
    locks: closes ? to.locks : state.locks + Math.max(to.locks - from.locks, 0),
    rowLocks: closes ? to.rowLocks : bothLocks(state.rowLocks, to.rowLocks),
    ...(open && !closes ? { transaction: open } : {}),
    ...(to.ended ? { ended: true } : {}),
  };
}
