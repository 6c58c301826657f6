import type { LibraryModel } from "../model.js";
import { looksFirst, mongoWrites } from "./mongo-writes.js";

const target = { link: "collection", argument: 0 } as const;
const filter = { link: "find", argument: 0 } as const;
const relative = ["$inc", "$mul", "$push", "$pop", "$bit"] as const;

/** The MongoDB driver. An upsert needs a unique index on its filter to stay one under concurrency. */
export default {
  library: "MongoDB",
  packages: ["mongodb"],
  versions: ">=4",
  docs: "https://www.mongodb.com/docs/drivers/node/current/crud/",
  names: {
    default: "",
    "MongoClient.connect()": "MongoClient#",
    "MongoClient#connect()": "MongoClient#",
    "MongoClient#db()": "Db#",
    "Db#collection()": "Collection#",
    "MongoClient#startSession()": "ClientSession#",
    "Collection#initializeOrderedBulkOp()": "Bulk#",
    "Collection#initializeUnorderedBulkOp()": "Bulk#",
    "OrderedBulkOperation#": "Bulk#",
    "UnorderedBulkOperation#": "Bulk#",
  },
  calls: [
    ...mongoWrites("Collection", target),
    {
      match: "Bulk#insert",
      effect: "insert",
      target,
      values: { argument: 0 },
      identityColumns: ["_id"],
      returns: { path: "Bulk#" },
    },
    {
      match: ["Bulk#find().upsert().updateOne", "Bulk#find().upsert().update", "Bulk#find().upsert().replaceOne"],
      effect: "upsert",
      target,
      where: filter,
      values: { argument: 0 },
      relative,
      conflictTarget: filter,
      looksFirst,
    },
    {
      match: ["Bulk#find().updateOne", "Bulk#find().update", "Bulk#find().replaceOne"],
      effect: "update",
      target,
      where: filter,
      values: { argument: 0 },
      relative,
    },
    { match: ["Bulk#find().deleteOne", "Bulk#find().delete"], effect: "delete", target, where: filter },
    // Two files may have one name.
    {
      match: "GridFSBucket#openUploadStream",
      effect: "insert",
      target: { text: "GridFS" },
      values: { argument: 0 },
      returns: "reply",
    },
    {
      match: "GridFSBucket#openUploadStreamWithId",
      effect: "upsert",
      target: { text: "GridFS" },
      where: { argument: 0 },
      values: { argument: 1 },
      returns: "reply",
    },
  ],
  sources: [
    { match: "ObjectId", on: "new", kind: "attempt", unlessArguments: true },
    { match: "ObjectId", on: "call", kind: "attempt", unlessArguments: true },
  ],
  wrappers: [
    {
      match: "ClientSession#withTransaction",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "ClientSession#",
      reruns: "the driver runs the callback again on a transient error",
      what: "MongoDB runs the callback in one transaction",
    },
    {
      match: "MongoClient#withSession",
      kind: "invoke",
      callback: { argument: -1 },
      handle: "ClientSession#",
      what: "MongoDB runs the callback with a session",
    },
  ],
  brackets: [
    {
      begin: "ClientSession#startTransaction",
      commit: "ClientSession#commitTransaction",
      rollback: "ClientSession#abortTransaction",
    },
  ],
  conflicts: [
    { property: "code", equals: 11000 },
    { property: "code", equals: 11001 },
    { property: "name", equals: "MongoServerError" },
    { instance: "MongoServerError" },
    { instance: "MongoBulkWriteError" },
  ],
} satisfies LibraryModel;
