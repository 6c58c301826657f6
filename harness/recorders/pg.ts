import { AsyncResource } from "node:async_hooks";
import { EventEmitter } from "node:events";
import { countPending, currentWatcher, gateIsOpen } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { isObject, patchMethod } from "./patch.js";
import { performStatement, type SqlStatement } from "./sql-gate.js";

type Callback = (error: unknown, result?: unknown) => void;
type Query = (this: unknown, ...args: unknown[]) => unknown;

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
  const client = await awaited(() => pool.connect());
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

/** Work that nobody waits for begins with waiting for a connection: the run is not over before it has one. */
async function awaited<T>(connect: () => Promise<T>): Promise<T> {
  if (gateIsOpen()) return connect();
  const run = currentWatcher();
  countPending(1);
  try {
    return await connect();
  } finally {
    if (currentWatcher() === run) countPending(-1);
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
    return settle(performStatement(this, statementOf(this, text, frame ?? callerFrame(query)), perform), callback);
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

function statementOf(client: object, text: string, frame: Frame | undefined): SqlStatement {
  return {
    driver: "pg",
    text,
    ...(frame ? { frame } : {}),
    broken: () => {
      // What node-postgres itself does when its socket closes: pools drop the client.
      const error = new Error("Connection terminated unexpectedly");
      if (isObject(client)) client["_queryable"] = false;
      if (client instanceof EventEmitter) {
        // Without a listener the event would end this process, as it would the real one.
        if (client.listenerCount("error") > 0) client.emit("error", error);
        client.emit("end");
      }
      return error;
    },
    rollBack: async () => {
      const query = isObject(client) ? client["query"] : undefined;
      if (typeof query === "function") await query.call(client, "ROLLBACK");
    },
  };
}
