import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const target = { link: "new", argument: 0, property: "filename" } as const;
const orTarget = [{ link: "new", argument: 0 }] as const;
const filter = { argument: 0 } as const;
const relative = ["$inc", "$push", "$pop"] as const;
const upserting = { place: { argument: 2, property: "upsert" }, equals: true } as const;
const change = { target, orTarget, where: filter, values: { argument: 1 }, relative, returns: "reply" } as const;

/** With a callback, or as a promise. */
function both(name: string, model: Omit<CallModel, "match">): CallModel {
  return { match: [`Datastore#${name}`, `Datastore#${name}Async`], ...model };
}

/** NeDB, and the fork that is kept up: a MongoDB in a file, whose process is the only one that writes it. */
export default {
  library: "NeDB",
  packages: ["nedb", "@seald-io/nedb"],
  versions: ">=1.8",
  docs: "https://github.com/seald/nedb#inserting-documents",
  names: { default: "Datastore", "#": "Datastore#", "Nedb#": "Datastore#" },
  calls: [
    both("insert", { effect: "insert", target, orTarget, values: filter, identityColumns: ["_id"], returns: "row" }),
    both("update", {
      when: [upserting],
      effect: "upsert",
      ...change,
      conflictTarget: filter,
      identityColumns: ["_id"],
    }),
    both("update", { effect: "update", ...change }),
    both("remove", { effect: "delete", target, orTarget, where: filter, returns: "count" }),
    both("findOne", { effect: "read", target, orTarget, where: filter, returns: "row" }),
    both("find", { effect: "read", target, orTarget, where: filter, returns: "rows" }),
    both("count", { effect: "read", target, orTarget, where: filter, returns: "count" }),
  ],
  conflicts: [{ property: "errorType", equals: "uniqueViolated" }],
} satisfies LibraryModel;
