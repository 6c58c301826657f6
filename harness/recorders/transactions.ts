import { noteFailure, noteInside, throughGate, type Effect, type Operation } from "../gate.js";

interface OpenTransaction {
  readonly parts: Effect[];
  readonly rollBack: () => Promise<void>;
}

const transactions = new Map<object, OpenTransaction>();

/** Whether the connection or session has a transaction open. */
export function isOpen(connection: object): boolean {
  return transactions.has(connection);
}

/** Notes that a transaction begins; `rollBack` ends it as the server does when the connection goes away. */
export function openTransaction(connection: object, rollBack: () => Promise<void>): void {
  transactions.set(connection, { parts: [], rollBack });
}

/** Notes that the transaction ended without effect. */
export function forgetTransaction(connection: object): void {
  transactions.delete(connection);
}

/** Performs a write inside the open transaction: it takes effect with its COMMIT. */
export async function performInside<T>(
  connection: object,
  operation: Operation,
  perform: () => Promise<T>,
): Promise<T> {
  const effect = noteInside(operation);
  transactions.get(connection)?.parts.push(effect);
  try {
    return await perform();
  } catch (error) {
    noteFailure(effect, error);
    throw error;
  }
}

/** Commits the open transaction: one operation, whose parts are what was written inside. */
export function commitOpen<T>(connection: object, operation: Operation, perform: () => Promise<T>): Promise<T> {
  const parts = transactions.get(connection)?.parts ?? [];
  const end = (): Promise<T> => {
    transactions.delete(connection);
    return perform();
  };
  return parts.length === 0 ? end() : throughGate(transactionOf(operation, parts), end);
}

/** Rolls back what broken attempts left open; tells how many there were. */
export async function rollBackOpenTransactions(): Promise<number> {
  const left = [...transactions.values()];
  transactions.clear();
  for (const open of left) await open.rollBack().catch(() => undefined);
  return left.length;
}

/** A transaction as one operation: its target is all that it wrote. */
export function transactionOf(operation: Operation, parts: readonly Effect[]): Operation {
  const [first] = parts;
  return {
    ...operation,
    kind: first && parts.every((part) => part.kind === first.kind) ? first.kind : "update",
    role: parts.every((part) => part.role === "store") ? "store" : "write",
    target: [...new Set(parts.map((part) => part.target))].join(" + "),
    text: `COMMIT (${parts.map((part) => `${part.kind} ${part.target}`).join(", ")})`,
    parts,
  };
}
