import type { LibraryModel } from "../model.js";

const target = { link: "collection", argument: 0 } as const;
const filter = { argument: 0 } as const;
const change = { argument: 1 } as const;
const relative = ["$inc", "$mul", "$push", "$pop", "$bit"] as const;
const identityColumns = ["_id"] as const;
const upserting = [{ place: { argument: 2, property: "upsert" }, equals: true }] as const;
const updates = ["Collection#updateOne", "Collection#updateMany"] as const;

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
  },
  calls: [
    { match: "Collection#insertOne", effect: "insert", target, values: filter, identityColumns, returns: "reply" },
    { match: "Collection#insertMany", effect: "insert", target, values: filter, identityColumns, returns: "reply" },
    {
      match: updates,
      when: upserting,
      effect: "upsert",
      target,
      where: filter,
      values: change,
      relative,
      conflictTarget: filter,
      claim: { property: "upsertedCount", won: "positive", by: "insert" },
      identityColumns,
    },
    {
      match: updates,
      effect: "update",
      target,
      where: filter,
      values: change,
      relative,
      claim: { property: "modifiedCount", won: "positive", by: "update" },
    },
    {
      match: "Collection#findOneAndUpdate",
      when: upserting,
      effect: "upsert",
      target,
      where: filter,
      values: change,
      relative,
      conflictTarget: filter,
      identityColumns,
      returns: "row",
    },
    {
      match: "Collection#findOneAndUpdate",
      effect: "update",
      target,
      where: filter,
      values: change,
      relative,
      claim: { won: "truthy", by: "update" },
      returns: "row",
    },
    {
      match: ["Collection#replaceOne", "Collection#findOneAndReplace"],
      when: upserting,
      effect: "upsert",
      target,
      where: filter,
      values: change,
      conflictTarget: filter,
      identityColumns,
    },
    {
      match: ["Collection#replaceOne", "Collection#findOneAndReplace"],
      effect: "update",
      target,
      where: filter,
      values: change,
    },
    {
      match: ["Collection#deleteOne", "Collection#deleteMany"],
      effect: "delete",
      target,
      where: filter,
      claim: { property: "deletedCount", won: "positive", by: "update" },
    },
    {
      match: "Collection#findOneAndDelete",
      effect: "delete",
      target,
      where: filter,
      claim: { won: "truthy", by: "update" },
      returns: "row",
    },
    { match: "Collection#bulkWrite", effect: "update", target, values: filter, returns: "reply" },
    { match: "Collection#findOne", effect: "read", target, where: filter, returns: "row" },
    {
      match: ["Collection#find", "Collection#aggregate", "Collection#distinct"],
      effect: "read",
      target,
      where: filter,
      returns: "rows",
    },
    {
      match: ["Collection#countDocuments", "Collection#estimatedDocumentCount"],
      effect: "read",
      target,
      where: filter,
      returns: "count",
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
    { property: "name", equals: "MongoServerError" },
    { instance: "MongoServerError" },
    { instance: "MongoBulkWriteError" },
  ],
} satisfies LibraryModel;
