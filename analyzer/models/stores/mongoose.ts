import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";
import { mongoWrites } from "./mongo-writes.js";

/** `mongoose.model("Order", schema)`, or a parameter of type `Model<Order>`. */
const target = { link: "model", argument: 0 } as const;
const orTarget = [{ generic: 0 }, { link: "getModelForClass", argument: 0 }, { link: "models", argument: 0 }] as const;
const filter = { argument: 0 } as const;
const byId = { argument: 0, column: "_id" } as const;
const identityColumns = ["_id"] as const;
const relative = ["$inc", "$mul", "$push", "$pop", "$bit"] as const;
const record = "Document#";
const selects = [{ link: "select", argument: 0 }, { argument: 1 }] as const;
const row = { record: true } as const;

/** Mongoose. A `unique` path is an index, and the only thing that keeps a second document out. */
export default {
  library: "Mongoose",
  packages: ["mongoose", "@nestjs/mongoose", "@typegoose/typegoose", "mongoose-delete"],
  versions: ">=6",
  docs: "https://mongoosejs.com/docs/api/model.html",
  names: {
    default: "",
    "model()": "Model#",
    "models.*": "Model#",
    "Connection#models.*": "Model#",
    "Connection#model()": "Model#",
    "createConnection()": "Connection#",
    connection: "Connection#",
    "getModelForClass()": "Model#",
    "ReturnModelType#": "Model#",
    "Model#discriminator()": "Model#",
    "Model##": "Document#",
    "HydratedDocument#": "Document#",
    "DocumentType#": "Document#",
    "SoftDeleteModel#": "Model#",
    "SoftDeleteDocument#": "Document#",
    "startSession()": "ClientSession#",
    "Connection#startSession()": "ClientSession#",
    "Model#startSession()": "ClientSession#",
    // The driver below.
    "Model#collection": "Collection#",
    "Connection#collection()": "Collection#",
    "Connection#db": "Db#",
    "Db#collection()": "Collection#",
  },
  calls: [
    {
      match: "Model#create",
      effect: "insert",
      target,
      orTarget,
      values: filter,
      identityColumns,
      record,
      returns: "row",
    },
    ...mongoWrites("Model", target, record, selects).map((call) => ({ ...call, orTarget })),
    { match: "Model#findById", effect: "read", target, orTarget, where: byId, selects, record, returns: "row" },
    {
      match: "Model#findByIdAndUpdate",
      effect: "update",
      target,
      orTarget,
      where: byId,
      values: { argument: 1 },
      relative,
      claim: { won: "truthy", by: "update" },
      record,
      returns: "row",
    },
    {
      match: "Model#findByIdAndDelete",
      effect: "delete",
      target,
      orTarget,
      where: byId,
      claim: { won: "truthy", by: "update" },
      returns: "row",
    },
    { match: "Model#exists", effect: "read", target, orTarget, where: filter, returns: "row" },
    { match: "Model#bulkSave", effect: "update", target, orTarget, values: filter },

    {
      match: "Document#save",
      when: [{ place: { link: "new" } }],
      effect: "insert",
      target,
      orTarget,
      values: { link: "new", argument: 0 },
      identityColumns,
      record,
      returns: "row",
    },
    {
      match: "Document#save",
      effect: "update",
      target,
      orTarget,
      where: row,
      values: row,
      relative: ["$inc"],
      record,
      returns: "row",
    },
    {
      match: ["Document#updateOne", "Document#replaceOne"],
      effect: "update",
      target,
      orTarget,
      where: row,
      values: filter,
      relative,
      claim: { property: ["modifiedCount", "matchedCount"], won: "positive", by: "update" },
    },
    {
      match: "Document#$inc",
      effect: "increment",
      target,
      orTarget,
      where: row,
      column: { argument: 0 },
      returns: "row",
    },
    { match: "Document#deleteOne", effect: "delete", target, orTarget, where: row },
    ...softDeletes(),
    ...mongoWrites("Collection", { link: "collection", argument: 0 }).map((call) => ({
      ...call,
      orTarget: [target, ...orTarget],
    })),
  ],
  schemaMethods: {
    link: "model",
    argument: 1,
    records: { members: "methods", call: "method" },
    table: { members: "statics", call: "static" },
    classes: "loadClass",
    plugins: "plugin",
  },
  sources: [{ match: ["Types.ObjectId", "mongo.ObjectId"], on: "new", kind: "attempt", unlessArguments: true }],
  wrappers: [
    {
      match: "ClientSession#withTransaction",
      kind: "transaction",
      callback: { argument: 0 },
      reruns: "the driver runs the callback again on a transient error",
      what: "MongoDB runs the callback in one transaction",
    },
    {
      match: "Connection#transaction",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "ClientSession#",
      reruns: "Mongoose runs the callback again on a transient error",
      what: "Mongoose runs the callback in one transaction",
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
  ],
} satisfies LibraryModel;

/** What the plugin `mongoose-delete` adds: a deletion marks the document, and marks it again. */
function softDeletes(): readonly CallModel[] {
  const reads = (name: string): readonly string[] => [`Model#${name}Deleted`, `Model#${name}WithDeleted`];
  return [
    { match: ["Model#delete", "Model#restore"], effect: "delete", target, orTarget, where: filter },
    { match: "Model#deleteById", effect: "delete", target, orTarget, where: byId },
    { match: ["Document#delete", "Document#restore"], effect: "delete", target, orTarget, where: row },
    { match: reads("findOne"), effect: "read", target, orTarget, where: filter, record, returns: "row" },
    { match: reads("find"), effect: "read", target, orTarget, where: filter, record, returns: "rows" },
    { match: reads("countDocuments"), effect: "read", target, orTarget, where: filter, returns: "count" },
  ];
}
