import type { EffectKind } from "../../analyzer/trace.js";
import type { Operation } from "../gate.js";
import type { Frame } from "../place.js";
import { gateMethod } from "./gated-method.js";
import { isObject } from "./patch.js";
import { isIdempotencyStore } from "./roles.js";

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

/** Records the MongoDB driver's collection methods. */
export function recordMongodb(module: unknown): void {
  const collection = isObject(module) ? module["Collection"] : undefined;
  if (typeof collection !== "function") return;
  for (const [name, kind] of Object.entries(METHODS)) {
    gateMethod(collection.prototype, name, (self, args, frame) => operationOf(self, name, kind, args, frame), true);
  }
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
