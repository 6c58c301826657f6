import { noteFailure, noteInside, throughGate, type Effect, type Operation } from "../gate.js";
import type { Frame } from "../place.js";
import { roleOfTables } from "./roles.js";
import { classifySql } from "./sql.js";

/** One statement that a SQL driver is about to send. */
export interface SqlStatement {
  readonly driver: string;
  readonly text: string;
  readonly frame?: Frame;
  /** Breaks the connection as a lost one is broken, and gives the driver's error. */
  readonly broken: () => Error;
  /** Ends an open transaction, as the server does when the connection goes away. */
  readonly rollBack: () => Promise<void>;
}

interface OpenTransaction {
  readonly parts: Effect[];
  readonly rollBack: () => Promise<void>;
}

const transactions = new Map<object, OpenTransaction>();

/** Sends a statement through the gate; inside a transaction only its COMMIT is an effect. */
export function performStatement<T>(
  connection: object,
  statement: SqlStatement,
  perform: () => Promise<T>,
): Promise<T> {
  const { control, reads } = classifySql(statement.text);
  const open = transactions.get(connection);
  const operation = operationOf(statement);
  if (open && control === "commit") return commit(connection, open, operation, perform);
  if (open && control === "rollback") {
    transactions.delete(connection);
    return perform();
  }
  if (open) return reads ? perform() : performInside(open, operation, perform);
  return control === "begin" ? begin(connection, statement, perform) : throughGate(operation, perform);
}

async function performInside<T>(open: OpenTransaction, operation: Operation, perform: () => Promise<T>): Promise<T> {
  const effect = noteInside(operation);
  open.parts.push(effect);
  try {
    return await perform();
  } catch (error) {
    noteFailure(effect, error);
    throw error;
  }
}

/** Rolls back what broken attempts left open; tells how many there were. */
export async function rollBackOpenTransactions(): Promise<number> {
  const left = [...transactions.values()];
  transactions.clear();
  for (const open of left) await open.rollBack().catch(() => undefined);
  return left.length;
}

async function begin<T>(connection: object, statement: SqlStatement, perform: () => Promise<T>): Promise<T> {
  transactions.set(connection, { parts: [], rollBack: statement.rollBack });
  try {
    return await perform();
  } catch (error) {
    transactions.delete(connection);
    throw error;
  }
}

function commit<T>(
  connection: object,
  open: OpenTransaction,
  operation: Operation,
  perform: () => Promise<T>,
): Promise<T> {
  const end = (): Promise<T> => {
    transactions.delete(connection);
    return perform();
  };
  return open.parts.length === 0 ? end() : throughGate(transactionOf(operation, open.parts), end);
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

/** A statement as an operation. */
export function operationOf({ driver, text, frame, broken }: Omit<SqlStatement, "rollBack">): Operation {
  const action = classifySql(text);
  return {
    driver,
    kind: action.kind,
    role: action.reads ? "read" : roleOfTables(action.tables),
    target: action.tables.join(" + ") || "database",
    text: text.replaceAll(/\s+/g, " ").trim(),
    ...(frame ? { frame } : {}),
    broken,
  };
}
