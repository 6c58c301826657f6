import type { LibraryModel } from "../model.js";

/** `mongoose.model("Order", schema)`, or a parameter of type `Model<Order>`. */
const target = { generic: 0, link: "model", argument: 0 } as const;
const filter = { argument: 0 } as const;
const change = { argument: 1 } as const;
const relative = ["$inc", "$mul", "$push", "$pop", "$bit"] as const;
const identityColumns = ["_id"] as const;
const upserting = [{ place: { argument: 2, property: "upsert" }, equals: true }] as const;
const updates = ["Model#updateOne", "Model#updateMany"] as const;
const oneRow = ["findOne", "findById", "exists"] as const;

/** Mongoose. A `unique` path is an index, and the only thing that keeps a second document out. */
export default {
  library: "Mongoose",
  packages: ["mongoose", "@nestjs/mongoose", "@typegoose/typegoose"],
  versions: ">=6",
  docs: "https://mongoosejs.com/docs/api/model.html",
  names: {
    default: "",
    "model()": "Model#",
    "models.*": "Model#",
    "Connection#model()": "Model#",
    "createConnection()": "Connection#",
    connection: "Connection#",
    "getModelForClass()": "Model#",
    "ReturnModelType#": "Model#",
    "Model#discriminator()": "Model#",
    "Model##": "Document#",
    "HydratedDocument#": "Document#",
    "startSession()": "ClientSession#",
    "Connection#startSession()": "ClientSession#",
    "Model#startSession()": "ClientSession#",
  },
  calls: [
    { match: "Model#create", effect: "insert", target, values: filter, identityColumns, returns: "row" },
    { match: "Model#insertOne", effect: "insert", target, values: filter, identityColumns, returns: "row" },
    { match: "Model#insertMany", effect: "insert", target, values: filter, identityColumns, returns: "rows" },
    {
      match: "Document#save",
      effect: "insert",
      target,
      values: { link: "new", argument: 0 },
      identityColumns,
      returns: "row",
    },
    {
      match: oneRow.slice(0, 2).flatMap((name) => [`Model#${name}().save`, `Model#${name}().**.save`]),
      effect: "update",
      target,
      where: { link: "findOne", argument: 0 },
      returns: "row",
    },
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
      match: ["Model#findOneAndUpdate", "Model#findByIdAndUpdate", "Model#findOneAndReplace", "Model#replaceOne"],
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
      match: ["Model#findOneAndUpdate", "Model#findByIdAndUpdate", "Model#findOneAndReplace", "Model#replaceOne"],
      effect: "update",
      target,
      where: filter,
      values: change,
      relative,
      claim: { won: "truthy", by: "update" },
      returns: "row",
    },
    {
      match: ["Model#deleteOne", "Model#deleteMany"],
      effect: "delete",
      target,
      where: filter,
      claim: { property: "deletedCount", won: "positive", by: "update" },
    },
    {
      match: ["Model#findOneAndDelete", "Model#findByIdAndDelete"],
      effect: "delete",
      target,
      where: filter,
      claim: { won: "truthy", by: "update" },
      returns: "row",
    },
    { match: ["Model#bulkWrite", "Model#bulkSave"], effect: "update", target, values: filter },
    { match: oneRow.map((name) => `Model#${name}`), effect: "read", target, where: filter, returns: "row" },
    {
      match: ["Model#find", "Model#aggregate", "Model#distinct"],
      effect: "read",
      target,
      where: filter,
      returns: "rows",
    },
    {
      match: ["Model#countDocuments", "Model#estimatedDocumentCount"],
      effect: "read",
      target,
      where: filter,
      returns: "count",
    },
  ],
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
    { property: "name", equals: "MongoServerError" },
  ],
} satisfies LibraryModel;
