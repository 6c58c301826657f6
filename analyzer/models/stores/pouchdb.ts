import type { LibraryModel } from "../model.js";

const target = { link: "new", argument: 0 } as const;
const first = { argument: 0 } as const;
const identityColumns = ["_id"] as const;
const store = { target, keyedOnly: true } as const;

/** PouchDB: a document is written under its `_id`, from the revision that it names; `post` makes an id. */
export default {
  library: "PouchDB",
  packages: ["pouchdb", "pouchdb-core", "pouchdb-browser", "pouchdb-node"],
  versions: ">=7",
  docs: "https://pouchdb.com/api.html#create_document",
  names: { default: "Database", "#": "Database#", "Static#": "Database" },
  calls: [
    { match: "Database#post", effect: "insert", ...store, values: first, returns: "reply" },
    {
      match: "Database#put",
      when: [{ place: { argument: 0, property: "_rev" } }],
      effect: "update",
      ...store,
      where: first,
      values: first,
      conditional: true,
      returns: "reply",
    },
    {
      match: "Database#put",
      // Written out, and without a revision: it is there once.
      when: [{ place: first, whole: true }],
      effect: "insert",
      ...store,
      values: first,
      identityColumns,
      conditional: true,
      returns: "reply",
    },
    { match: "Database#put", effect: "save", ...store, values: first, identityColumns, returns: "reply" },
    {
      match: "Database#bulkDocs",
      when: [
        { place: { argument: 0, property: "[]" }, whole: true },
        { place: { argument: 0, property: "[]._id" }, absent: true },
      ],
      effect: "insert",
      ...store,
      values: first,
      returns: "rows",
    },
    // It answers with the conflicts of each document, and throws none.
    { match: "Database#bulkDocs", effect: "upsert", ...store, values: first, identityColumns, returns: "rows" },
    { match: ["Database#putAttachment"], effect: "update", risk: "low", ...store, returns: "reply" },
    { match: ["Database#remove", "Database#removeAttachment"], effect: "delete", ...store, where: first },
    { match: "Database#get", effect: "read", ...store, where: { argument: 0, column: "_id" }, returns: "row" },
    { match: ["Database#allDocs", "Database#bulkGet"], effect: "read", ...store, returns: "rows" },
  ],
  conflicts: [
    { property: "status", equals: 409 },
    { property: "name", equals: "conflict" },
  ],
} satisfies LibraryModel;
