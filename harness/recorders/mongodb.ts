import type { EffectKind } from "../../analyzer/trace.js";
import { gateIsOpen, throughGate, type Operation } from "../gate.js";
import { callerFrame, type Frame } from "../place.js";
import { isObject, patchMethod } from "./patch.js";
import { isIdempotencyStore } from "./roles.js";
import { unrecorded } from "./gated-method.js";
import { commitOpen, forgetTransaction, isOpen, openTransaction, performInside } from "./transactions.js";

const METHODS: Readonly<Record<string, EffectKind>> = {
  insertOne: "insert",
  insertMany: "insert",
  updateOne: "update",
  updateMany: "update",
  replaceOne: "update",
  findOneAndUpdate: "update",
  findOneAndReplace: "update",
  deleteOne: "delete",
  deleteMany: "delete",
  findOneAndDelete: "delete",
  bulkWrite: "update",
  findOne: "read",
  countDocuments: "read",
};

/** Records the MongoDB driver's collection methods, and the transactions of its sessions as one effect each. */
export function recordMongodb(module: unknown): void {
  if (!isObject(module)) return;
  const { Collection: collection, ClientSession: session } = module;
  if (typeof collection === "function") {
    for (const [name, kind] of Object.entries(METHODS))
      patchMethod(collection.prototype, name, (original) => recorded(original, name, kind));
  }
  if (typeof session === "function") {
    patchMethod(session.prototype, "commitTransaction", committed);
    patchMethod(session.prototype, "abortTransaction", aborted);
  }
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

function recorded(original: Method, name: string, kind: EffectKind): Method {
  return function gated(this: unknown, ...args: unknown[]): unknown {
    if (gateIsOpen()) return original.apply(this, args);
    const operation = operationOf(this, name, kind, args, callerFrame(gated));
    const call = (): Promise<unknown> => unrecorded(() => Promise.resolve(original.apply(this, args)));
    const session = sessionIn(args);
    if (!session) return throughGate(operation, call);
    if (!isOpen(session)) openTransaction(session, () => rollBack(session));
    return kind === "read" ? call() : performInside(session, operation, call);
  };
}

function committed(original: Method): Method {
  return function commitTransaction(this: unknown, ...args: unknown[]): unknown {
    if (gateIsOpen() || !isObject(this) || !isOpen(this)) return original.apply(this, args);
    const operation = operationOf(undefined, "commitTransaction", "update", args, callerFrame(commitTransaction));
    return commitOpen(this, operation, () => Promise.resolve(original.apply(this, args)));
  };
}

function aborted(original: Method): Method {
  return function abortTransaction(this: unknown, ...args: unknown[]): unknown {
    if (isObject(this)) forgetTransaction(this);
    return original.apply(this, args);
  };
}

/** The session among the options, while its transaction is open. */
function sessionIn(args: readonly unknown[]): Record<string, unknown> | undefined {
  for (const options of args) {
    const session = isObject(options) ? options["session"] : undefined;
    if (!isObject(session) || typeof session["inTransaction"] !== "function") continue;
    return session["inTransaction"].call(session) === true ? session : undefined;
  }
  return undefined;
}

async function rollBack(session: Record<string, unknown>): Promise<void> {
  if (typeof session["abortTransaction"] === "function")
    await (session["abortTransaction"] as () => unknown).call(session);
}

function operationOf(
  self: unknown,
  name: string,
  kind: EffectKind,
  args: readonly unknown[],
  frame: Frame | undefined,
): Operation {
  const collection = isObject(self) ? String(self["collectionName"]) : "";
  const [, update, options] = args;
  const exact =
    isObject(options) && options["upsert"] === true
      ? "upsert"
      : kind === "update" && isObject(update) && "$inc" in update
        ? "increment"
        : kind;
  return {
    driver: "mongodb",
    kind: exact,
    role: kind === "read" ? "read" : isIdempotencyStore(collection) ? "store" : "write",
    target: collection,
    text: `${collection}.${name}`,
    ...(frame ? { frame } : {}),
    broken: () => Object.assign(new Error("connection to the server was closed"), { name: "MongoNetworkError" }),
  };
}
