import { gateIsOpen, noteInside, throughGate, type Effect, type Operation } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { isObject } from "./patch.js";
import { operationOf } from "./sql-gate.js";
import { transactionOf } from "./transactions.js";

type Method = (...args: unknown[]) => Promise<unknown>;
type Body = (transaction: unknown) => Promise<unknown>;

const recordedInstances = new WeakSet<object>();

/** Whether a value is a PGlite database. */
export function isPglite(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    typeof value["exec"] === "function" &&
    typeof value["transaction"] === "function" &&
    "waitReady" in value
  );
}

/** Records the queries of one PGlite database. */
export function recordPglite(database: Record<string, unknown>): void {
  if (recordedInstances.has(database)) return;
  recordedInstances.add(database);
  for (const name of ["query", "exec"]) {
    const original = method(database, name);
    database[name] = function recorded(...args: unknown[]): Promise<unknown> {
      if (gateIsOpen()) return original(...args);
      return throughGate(statement(String(args[0]), callerFrame(recorded)), () => original(...args));
    };
  }
  recordTransactions(database);
}

function recordTransactions(database: Record<string, unknown>): void {
  const original = method(database, "transaction");
  database["transaction"] = function transaction(body: unknown): Promise<unknown> {
    if (gateIsOpen()) return original(body);
    return runTransaction(original, body as Body, callerFrame(transaction));
  };
}

async function runTransaction(original: Method, body: Body, frame: Frame | undefined): Promise<unknown> {
  const parts: Effect[] = [];
  let gated: Promise<unknown> | undefined;
  const committed = original(async (transaction: unknown) => {
    const value = await body(recordingTransaction(transaction, parts));
    if (parts.length > 0) {
      await new Promise<void>((resolve, reject) => {
        // The gate's `perform` lets PGlite go on to its COMMIT, and ends when that is done.
        gated = throughGate(transactionOf(statement("COMMIT", frame), parts), () => {
          resolve();
          return committed;
        });
        gated.catch(reject);
      });
    }
    return value;
  });
  const value = await committed;
  await gated;
  return value;
}

function recordingTransaction(transaction: unknown, parts: Effect[]): unknown {
  if (!isObject(transaction)) return transaction;
  const wrap = (name: string): Method => {
    const original = method(transaction, name);
    return function recorded(...args: unknown[]): Promise<unknown> {
      const operation = statement(String(args[0]), callerFrame(recorded));
      if (operation.role !== "read") parts.push(noteInside(operation));
      return original(...args);
    };
  };
  return new Proxy(transaction, {
    get: (target, name) =>
      name === "query" || name === "exec" ? wrap(name) : (Reflect.get(target, name, target) as unknown),
  });
}

function method(owner: Record<string, unknown>, name: string): Method {
  const found = owner[name];
  if (typeof found !== "function") throw new TypeError(`this PGlite has no ${name}()`);
  return found.bind(owner) as Method;
}

function statement(text: string, frame: Frame | undefined): Operation {
  return operationOf({
    driver: "pglite",
    text,
    ...(frame ? { frame } : {}),
    broken: () => new Error("the database connection was lost"),
  });
}
