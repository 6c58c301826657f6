import type { Transaction } from "../../trace.js";
import type { Frame } from "../walk/machine.js";

/** What runs here is committed as one, with whatever transaction is open already. */
export function together<T>(transaction: Transaction, frame: Frame, run: () => T): T {
  const before = frame.state.transaction;
  frame.state = { ...frame.state, transaction: before ?? transaction };
  const value = run();
  const { transaction: _own, ...rest } = frame.state;
  frame.state = before ? { ...rest, transaction: before } : rest;
  return value;
}
