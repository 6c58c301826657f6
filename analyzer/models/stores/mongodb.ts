import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";
import { mongoCommands } from "./mongo-commands.js";
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
    "Bulk#insert()": "Bulk#",
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
      queued: true,
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
    ...acrossCollections(),
    ...mongoCommands("Db#command"),
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

/** The client's own `bulkWrite`: each item says its collection. */
function acrossCollections(): readonly CallModel[] {
  const of = (property: string) => ({ argument: 1, property }) as const;
  const named = (name: string) => [{ place: { argument: 0 }, equals: name }] as const;
  const upserting = { place: of("upsert"), equals: true } as const;
  const at = { target: of("namespace"), where: of("filter"), relative, returns: "reply" } as const;
  const changes = ["updateOne", "updateMany", "replaceOne"].flatMap((name) => {
    const values = of(name === "replaceOne" ? "replacement" : "update");
    const upsert = { effect: "upsert", conflictTarget: of("filter"), identityColumns: ["_id"], looksFirst } as const;
    return [
      { when: [...named(name), upserting], ...at, values, ...upsert },
      { when: named(name), effect: "update", ...at, values },
    ] as const;
  });
  return [
    {
      match: "MongoClient#bulkWrite",
      effect: "update",
      values: { argument: 0 },
      batch: {
        place: { argument: 0 },
        items: {
          name: [
            {
              when: named("insertOne"),
              effect: "insert",
              target: of("namespace"),
              values: of("document"),
              identityColumns: ["_id"],
              returns: "reply",
            },
            ...changes,
            ...["deleteOne", "deleteMany"].map((name) => ({ when: named(name), effect: "delete", ...at }) as const),
          ],
        },
      },
      returns: "reply",
    },
  ];
}
