import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const key = { argument: 0, property: "key" } as const;
/** What stands in a kind's place in `datastore.key(["Payment", id])`; `datastore.key("Payment")` is a kind alone. */
const target = { target: { argument: 0, property: "key.0" }, orTarget: [key] } as const;
const values = { argument: 0, property: "data" } as const;
const where = { argument: 0, property: "key.1", column: "key" } as const;
const identityColumns = ["key"] as const;

/** The store makes an id for each write under a key that has none. */
const unnamed = [
  { place: key, path: "Datastore#key" },
  { place: { argument: 0, property: "key.1" }, absent: true },
] as const;

function on(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`Datastore#${name}`, `Transaction#${name}`]);
}

const writes: readonly CallModel[] = [
  {
    match: on("save", "insert", "upsert"),
    when: unnamed,
    effect: "insert",
    ...target,
    values,
    keyedOnly: true,
    returns: "reply",
  },
  {
    match: on("insert"),
    effect: "insert",
    ...target,
    values,
    where,
    identityColumns,
    conditional: true,
    keyedOnly: true,
    returns: "reply",
  },
  {
    match: on("save", "upsert", "merge"),
    effect: "upsert",
    ...target,
    values,
    where,
    identityColumns,
    returns: "reply",
  },
  { match: on("update"), effect: "update", ...target, values, where, returns: "reply" },
];

/** Google Datastore: an entity's key is the only thing that is unique. */
export default {
  library: "Google Datastore",
  packages: ["@google-cloud/datastore"],
  versions: ">=6",
  docs: "https://cloud.google.com/datastore/docs/concepts/entities",
  names: { "Datastore#transaction()": "Transaction#" },
  calls: [
    ...writes,
    {
      match: on("delete"),
      effect: "delete",
      target: { argument: 0, property: "0" },
      orTarget: [{ argument: 0 }],
      where: { argument: 0, property: "1", column: "key" },
      returns: "reply",
    },
    {
      match: "Transaction#get",
      effect: "read",
      target: { argument: 0, property: "0" },
      where: { argument: 0, property: "1", column: "key" },
      locks: true,
      returns: "rows",
    },
    {
      match: "Datastore#get",
      effect: "read",
      target: { argument: 0, property: "0" },
      where: { argument: 0, property: "1", column: "key" },
      returns: "rows",
    },
    { match: on("runQuery"), effect: "read", target: { argument: 0 }, returns: "rows" },
  ],
  brackets: [{ begin: "Transaction#run", commit: "Transaction#commit", rollback: "Transaction#rollback" }],
  conflicts: [{ property: "code", equals: 6 }],
} satisfies LibraryModel;
