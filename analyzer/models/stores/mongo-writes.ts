import type { BatchModel, CallModel } from "../call-model.js";
import type { Place } from "../place.js";

const filter = { argument: 0 } as const;
const change = { argument: 1 } as const;
const upserting = { place: { argument: 2, property: "upsert" }, equals: true } as const;

/** Operators that build on the old value; `$set`, `$min`, `$addToSet` and their kin end in the same state. */
const relative = ["$inc", "$mul", "$push", "$pop", "$bit"] as const;
/** The driver makes an `_id` where none is given. */
const identityColumns = ["_id"] as const;
/** Why an upsert needs a unique index on its filter to stay one under concurrency. */
export const looksFirst = "MongoDB looks for the document before it makes one";

/** What the driver and Mongoose call alike. */
export function mongoWrites(
  collection: string,
  target: Place,
  record?: string,
  selects: readonly Place[] = [{ argument: 1, property: "projection" }],
): readonly CallModel[] {
  const on = (...names: readonly string[]): readonly string[] => names.map((name) => `${collection}#${name}`);
  const one = record === undefined ? ({ returns: "row" } as const) : ({ returns: "row", record } as const);
  const many = record === undefined ? ({ returns: "rows" } as const) : ({ returns: "rows", record } as const);
  const update = { target, where: filter, values: change, relative } as const;
  const upsert = { ...update, effect: "upsert", conflictTarget: filter, identityColumns, looksFirst } as const;
  const findAndChange = on("findOneAndUpdate", "findOneAndReplace");
  const newOne = [
    { place: { argument: 2, property: "returnDocument" }, equals: "after" } as const,
    { place: { argument: 2, property: "new" }, equals: true } as const,
    { place: { argument: 2, property: "returnOriginal" }, equals: false } as const,
  ];
  const withMetadata = ["includeResultMetadata", "rawResult"].map((property) => ({
    place: { argument: 2, property },
    equals: true,
  }));
  return [
    { match: on("insertOne"), effect: "insert", target, values: filter, identityColumns, ...one },
    { match: on("insertMany"), effect: "insert", target, values: filter, identityColumns, ...many },
    {
      match: on("updateOne", "updateMany", "replaceOne"),
      when: [upserting],
      ...upsert,
      claim: { property: ["upsertedCount", "upsertedId"], won: "positive", by: "insert" },
    },
    {
      match: on("updateOne", "updateMany", "replaceOne"),
      effect: "update",
      ...update,
      claim: { property: ["modifiedCount", "matchedCount"], won: "positive", by: "update" },
    },
    ...withMetadata.map((metadata): CallModel => ({
      match: findAndChange,
      when: [upserting, metadata],
      ...upsert,
      claim: { property: "lastErrorObject.upserted", won: "truthy", by: "insert" },
      returns: "reply",
    })),
    ...newOne.map((after): CallModel => ({ match: findAndChange, when: [upserting, after], ...upsert, ...one })),
    // The old document comes back: none means that this call made it.
    { match: findAndChange, when: [upserting], ...upsert, claim: { won: "falsy", by: "insert" }, ...one },
    { match: findAndChange, effect: "update", ...update, claim: { won: "truthy", by: "update" }, ...one },
    {
      match: on("deleteOne", "deleteMany"),
      effect: "delete",
      target,
      where: filter,
      claim: { property: "deletedCount", won: "positive", by: "update" },
    },
    {
      match: on("findOneAndDelete"),
      effect: "delete",
      target,
      where: filter,
      claim: { won: "truthy", by: "update" },
      returns: "row",
    },
    { match: on("bulkWrite"), effect: "update", target, values: filter, batch: bulk(target), returns: "reply" },
    ...["$out", "$merge"].map((stage): CallModel => ({
      match: on("aggregate"),
      when: [{ place: { argument: 0, property: `[].${stage}` } }],
      effect: "update",
      target: { argument: 0, property: `[].${stage}` },
      values: filter,
      returns: "rows",
    })),
    { match: on("findOne"), effect: "read", target, where: filter, selects, ...one },
    { match: on("find"), effect: "read", target, where: filter, selects, ...many },
    { match: on("aggregate", "distinct"), effect: "read", target, where: filter, ...many },
    {
      match: on("countDocuments", "estimatedDocumentCount"),
      effect: "read",
      target,
      where: filter,
      returns: "count",
    },
  ];
}

function bulk(target: Place): BatchModel {
  const where = { argument: 0, property: "filter" } as const;
  const changed = { target, where, relative, returns: "reply" } as const;
  const made = { ...changed, conflictTarget: where, identityColumns, looksFirst } as const;
  const upserts = [{ place: { argument: 0, property: "upsert" }, equals: true }] as const;
  const updates = [
    { when: upserts, effect: "upsert", ...made, values: { argument: 0, property: "update" } },
    { effect: "update", ...changed, values: { argument: 0, property: "update" } },
  ] as const;
  const deletes = [{ effect: "delete", target, where, returns: "reply" }] as const;
  return {
    place: { argument: 0 },
    items: {
      insertOne: [
        { effect: "insert", target, values: { argument: 0, property: "document" }, identityColumns, returns: "reply" },
      ],
      updateOne: updates,
      updateMany: updates,
      replaceOne: [
        { when: upserts, effect: "upsert", ...made, values: { argument: 0, property: "replacement" } },
        { effect: "update", ...changed, values: { argument: 0, property: "replacement" } },
      ],
      deleteOne: deletes,
      deleteMany: deletes,
    },
  };
}
