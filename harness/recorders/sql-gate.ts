import { throughGate, type Operation } from "../gate.js";
import type { Frame } from "../place.js";
import { roleOfTables } from "./roles.js";
import { classifySql } from "./sql.js";
import { commitOpen, forgetTransaction, isOpen, openTransaction, performInside } from "./transactions.js";

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

/** Sends a statement through the gate; inside a transaction only its COMMIT is an effect. */
export function performStatement<T>(
  connection: object,
  statement: SqlStatement,
  perform: () => Promise<T>,
): Promise<T> {
  const { control, reads } = classifySql(statement.text);
  const operation = operationOf(statement);
  if (!isOpen(connection))
    return control === "begin" ? begin(connection, statement, perform) : throughGate(operation, perform);
  if (control === "commit") return commitOpen(connection, operation, perform);
  if (control === "rollback") forgetTransaction(connection);
  return control === "rollback" || reads ? perform() : performInside(connection, operation, perform);
}

async function begin<T>(connection: object, { rollBack }: SqlStatement, perform: () => Promise<T>): Promise<T> {
  openTransaction(connection, rollBack);
  try {
    return await perform();
  } catch (error) {
    forgetTransaction(connection);
    throw error;
  }
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
