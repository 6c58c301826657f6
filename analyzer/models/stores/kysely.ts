import type { LibraryModel } from "../model.js";

const where = { link: "where", argument: 0 } as const;
const onlyWith = ["execute", "executeTakeFirst", "executeTakeFirstOrThrow", "stream"] as const;

/** Kysely: nothing runs before `execute`. */
export default {
  library: "Kysely",
  packages: ["kysely"],
  versions: ">=0.26",
  docs: "https://kysely-org.github.io/kysely-apidoc/",
  names: {
    "Transaction#": "Kysely#",
    "ControlledTransaction#": "Kysely#",
    "QueryCreator#": "Kysely#",
    "Kysely#withSchema()": "Kysely#",
    "Kysely#with()": "Kysely#",
    "Kysely#withPlugin()": "Kysely#",
    "Kysely#startTransaction().execute()": "Kysely#",
  },
  calls: [
    {
      match: "Kysely#insertInto",
      effect: "insert",
      target: { argument: 0 },
      values: { link: "values", argument: 0 },
      conflictClauses: [
        { link: "ignore", mode: "ignore" },
        { link: "orIgnore", mode: "ignore" },
        { link: "onDuplicateKeyUpdate", mode: "merge", set: { link: "onDuplicateKeyUpdate", argument: 0 } },
        { link: "onConflict", mode: "merge" },
      ],
      claim: { property: "numInsertedOrUpdatedRows", won: "positive", by: "insert" },
      onlyWith,
      returns: "rows",
    },
    {
      match: "Kysely#replaceInto",
      effect: "upsert",
      target: { argument: 0 },
      values: { link: "values", argument: 0 },
      onlyWith,
    },
    {
      match: "Kysely#updateTable",
      effect: "update",
      target: { argument: 0 },
      values: { link: "set", argument: 0 },
      where,
      claim: { property: "numUpdatedRows", won: "positive", by: "update" },
      onlyWith,
      returns: "rows",
    },
    {
      match: "Kysely#deleteFrom",
      effect: "delete",
      target: { argument: 0 },
      where,
      claim: { property: "numDeletedRows", won: "positive", by: "update" },
      onlyWith,
      returns: "rows",
    },
    {
      match: "Kysely#selectFrom",
      effect: "read",
      target: { argument: 0 },
      where,
      locks: { place: { link: "forUpdate" } },
      onlyWith,
      returns: "rows",
    },
  ],
  wrappers: [
    {
      match: ["Kysely#transaction().execute", "Kysely#transaction().**.execute"],
      kind: "transaction",
      callback: { argument: 0 },
      handle: "Kysely#",
      isolation: { link: "setIsolationLevel", argument: 0 },
      what: "Kysely runs the callback in one transaction",
    },
  ],
  conflicts: [
    { property: "code", equals: "23505" },
    { property: "code", equals: "ER_DUP_ENTRY" },
    { property: "errno", equals: 1062 },
    { property: "code", equals: "SQLITE_CONSTRAINT_UNIQUE" },
  ],
} satisfies LibraryModel;
