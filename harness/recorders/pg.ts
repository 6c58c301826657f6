import { AsyncResource } from "node:async_hooks";
import { gateIsOpen, noteInside, throughGate, type Effect, type Operation } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { isObject, patchMethod } from "./patch.js";
import { roleOfTables } from "./roles.js";
import { classifySql, type SqlAction } from "./sql.js";

type Callback = (error: unknown, result?: unknown) => void;
type Query = (this: unknown, ...args: unknown[]) => unknown;

interface OpenTransaction {
  readonly parts: Effect[];
}

const transactions = new WeakMap<object, OpenTransaction>();
const inTransaction = new Set<object>();
/** Set by `pool.query` for the client that it picks: by then the caller's stack is gone. */
let inherited: Frame | undefined;

/** Records the queries of node-postgres, given its module, a pool or a client. */
export function recordPg(value: unknown): boolean {
  if (!isObject(value)) return false;
  const client =
    prototypeOf(value["Client"]) ?? (typeof value["connect"] === "function" && !isPool(value) ? value : undefined);
  const pool = prototypeOf(value["Pool"]) ?? (isPool(value) ? value : undefined);
  const recorded = client ? patchMethod(client, "query", recordQuery) : false;
  if (pool) {
    patchMethod(pool, "query", () => poolQuery);
    patchMethod(pool, "connect", keepContext);
  }
  return recorded;
}

/** Rolls back what a broken attempt left open, as the server does when a connection goes away. */
export async function rollBackOpenTransactions(): Promise<number> {
  const left = [...inTransaction];
  for (const client of left) {
    closeTransaction(client);
    const query = isObject(client) ? client["query"] : undefined;
    if (typeof query === "function") await Promise.resolve(query.call(client, "ROLLBACK")).catch(() => undefined);
  }
  return left.length;
}

function isPool(value: Record<string, unknown>): boolean {
  return "totalCount" in value && "Client" in value;
}

function prototypeOf(value: unknown): unknown {
  return typeof value === "function" ? value.prototype : undefined;
}

function keepContext(original: Query): Query {
  return function connect(this: unknown, ...args: unknown[]) {
    const [callback] = args;
    return original.call(this, ...(typeof callback === "function" ? [AsyncResource.bind(callback as Callback)] : args));
  };
}

/** `pool.query` picks a client in a later tick; this one stays in the caller's asynchronous context. */
function poolQuery(this: unknown, ...args: unknown[]): unknown {
  const callback = args.findLast((argument) => typeof argument === "function") as Callback | undefined;
  const rest = args.filter((argument) => argument !== callback);
  const frame = gateIsOpen() ? undefined : callerFrame(poolQuery);
  return settle(queryOnFreeClient(this as PoolLike, rest, frame), callback);
}

interface PoolLike {
  connect(): Promise<{ query: Query; release(error?: unknown): void }>;
}

async function queryOnFreeClient(pool: PoolLike, args: unknown[], frame: Frame | undefined): Promise<unknown> {
  const client = await pool.connect();
  try {
    inherited = frame;
    const pending = client.query(...args);
    inherited = undefined;
    const result = await pending;
    client.release();
    return result;
  } catch (error) {
    inherited = undefined;
    client.release(error);
    throw error;
  }
}

function recordQuery(original: Query): Query {
  return function query(this: unknown, ...args: unknown[]) {
    const frame = inherited;
    inherited = undefined;
    const text = textOf(args[0]);
    if (gateIsOpen() || text === undefined || !isObject(this)) return original.apply(this, args);
    const callback = args.findLast((argument) => typeof argument === "function") as Callback | undefined;
    const rest = args.filter((argument) => argument !== callback);
    const perform = (): Promise<unknown> => Promise.resolve(original.apply(this, rest));
    return settle(recorded(this, text, frame ?? callerFrame(query), perform), callback);
  };
}

function settle(result: Promise<unknown>, callback: Callback | undefined): unknown {
  if (!callback) return result;
  const bound = AsyncResource.bind(callback);
  result.then(
    (value) => bound(undefined, value),
    (error: unknown) => bound(error),
  );
  return undefined;
}

/** The text of a plain query; cursors and streams submit themselves and pass unrecorded. */
function textOf(config: unknown): string | undefined {
  if (typeof config === "string") return config;
  if (!isObject(config) || typeof config["submit"] === "function") return undefined;
  return typeof config["text"] === "string" ? config["text"] : undefined;
}

function recorded(
  client: object,
  text: string,
  frame: Frame | undefined,
  perform: () => Promise<unknown>,
): Promise<unknown> {
  const action = classifySql(text);
  const open = transactions.get(client);
  const operation = operationOf(client, text, action, frame);
  if (open && action.control === "commit") return commit(client, open, operation, perform);
  if (open && action.control === "rollback") {
    closeTransaction(client);
    return perform();
  }
  if (open) {
    if (!action.reads) open.parts.push(noteInside(operation));
    return perform();
  }
  if (action.control === "begin") return begin(client, perform);
  return throughGate(operation, perform);
}

async function begin(client: object, perform: () => Promise<unknown>): Promise<unknown> {
  transactions.set(client, { parts: [] });
  inTransaction.add(client);
  try {
    return await perform();
  } catch (error) {
    closeTransaction(client);
    throw error;
  }
}

async function commit(
  client: object,
  open: OpenTransaction,
  operation: Operation,
  perform: () => Promise<unknown>,
): Promise<unknown> {
  const end = async (): Promise<unknown> => {
    closeTransaction(client);
    return perform();
  };
  if (open.parts.length === 0) return end();
  return throughGate(transactionOf(operation, open.parts), end);
}

/** A transaction as one operation: its target is all that it wrote. */
export function transactionOf(operation: Operation, parts: readonly Effect[]): Operation {
  const tables = [...new Set(parts.map((part) => part.target))];
  const [first] = parts;
  return {
    ...operation,
    kind: first && parts.every((part) => part.kind === first.kind) ? first.kind : "update",
    role: parts.every((part) => part.role === "store") ? "store" : "write",
    target: tables.join(" + "),
    text: `COMMIT (${parts.map((part) => `${part.kind} ${part.target}`).join(", ")})`,
    parts,
  };
}

function closeTransaction(client: object): void {
  transactions.delete(client);
  inTransaction.delete(client);
}

function operationOf(client: object, text: string, action: SqlAction, frame: Frame | undefined): Operation {
  return {
    driver: "pg",
    kind: action.kind,
    role: action.reads ? "read" : roleOfTables(action.tables),
    target: action.tables.join(" + ") || "database",
    text: text.replaceAll(/\s+/g, " ").trim(),
    ...(frame ? { frame } : {}),
    broken: () => {
      // What node-postgres itself does when its socket closes: the pool drops the client on release.
      if (isObject(client)) client["_queryable"] = false;
      return new Error("Connection terminated unexpectedly");
    },
  };
}
