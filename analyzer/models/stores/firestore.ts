import type { LibraryModel } from "../model.js";

const target = { link: "collection", argument: 0 } as const;
const where = { link: "doc", argument: 0 } as const;
const keyedOnly = true;
const found = "exists";

/** Firestore on the server. A document's path is the only thing that is unique. */
export default {
  library: "Firestore",
  packages: ["firebase-admin/firestore", "@google-cloud/firestore", "firebase-admin"],
  versions: ">=11",
  docs: "https://firebase.google.com/docs/firestore/manage-data/add-data",
  names: {
    default: "",
    "getFirestore()": "Firestore#",
    "firestore()": "Firestore#",
    "Firestore#collection()": "CollectionReference#",
    "CollectionReference#doc()": "DocumentReference#",
    "Firestore#doc()": "DocumentReference#",
    "DocumentReference#collection()": "CollectionReference#",
    "CollectionReference#where()": "Query#",
    "Query#where()": "Query#",
    "Query#limit()": "Query#",
    "Query#orderBy()": "Query#",
    "Firestore#batch()": "WriteBatch#",
    "WriteBatch#*()": "WriteBatch#",
    "Firestore#bulkWriter()": "WriteBatch#",
    "BulkWriter#": "WriteBatch#",
    "getMessaging()": "Messaging#",
    "messaging()": "Messaging#",
  },
  calls: [
    { match: "CollectionReference#add", effect: "insert", target, values: { argument: 0 }, keyedOnly, returns: "row" },
    {
      match: ["DocumentReference#set", "DocumentReference#create"],
      when: [{ place: { link: "doc", argument: 0 }, absent: true }],
      effect: "insert",
      target,
      values: { argument: 0 },
      keyedOnly,
    },
    { match: "DocumentReference#set", effect: "update", target, where, values: { argument: 0 } },
    { match: "DocumentReference#create", effect: "insert", target, values: { argument: 0 }, conditional: true },
    { match: "DocumentReference#update", effect: "update", target, where, values: { argument: 0 } },
    { match: "DocumentReference#delete", effect: "delete", target, where },
    { match: "DocumentReference#get", effect: "read", target, where, found, returns: "row" },
    {
      match: ["Query#get", "CollectionReference#get"],
      effect: "read",
      target,
      where: { link: "where", argument: 0 },
      returns: "rows",
    },
    // The client makes an id for a document that has none.
    {
      match: ["Transaction", "WriteBatch"].flatMap((by) => [`${by}#create`, `${by}#set`]),
      when: [{ place: { argument: 0 }, given: 0 }],
      effect: "insert",
      target: { argument: 0 },
      values: { argument: 1 },
      keyedOnly: true,
    },
    {
      match: ["Transaction#create", "WriteBatch#create"],
      effect: "insert",
      target: { argument: 0 },
      values: { argument: 1 },
      conditional: true,
    },
    {
      match: ["Transaction#set", "WriteBatch#set"],
      effect: "update",
      target: { argument: 0 },
      where: { argument: 0 },
      values: { argument: 1 },
    },
    {
      match: ["Transaction#update", "WriteBatch#update"],
      effect: "update",
      target: { argument: 0 },
      where: { argument: 0 },
      values: { argument: 1 },
    },
    {
      match: ["Transaction#delete", "WriteBatch#delete"],
      effect: "delete",
      target: { argument: 0 },
      where: { argument: 0 },
    },
    {
      match: "Transaction#get",
      effect: "read",
      target: { argument: 0 },
      where: { argument: 0 },
      locks: true,
      found,
      returns: "row",
    },
    {
      match: ["Messaging#send", "Messaging#sendEach", "Messaging#sendEachForMulticast"],
      effect: "call",
      risk: "high",
      target: { text: "push message" },
      values: { argument: 0 },
      returns: "reply",
    },
  ],
  wrappers: [
    {
      match: "Firestore#runTransaction",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "Transaction#",
      reruns: "Firestore runs the callback again up to 5 times by default",
      what: "Firestore runs the callback in one transaction",
    },
  ],
  // `arrayUnion` adds what is not there yet.
  relativeValues: ["FieldValue.increment()", "firestore.FieldValue.increment()"],
  conflicts: [
    { property: "code", equals: 6 },
    { property: "code", equals: "already-exists" },
  ],
} satisfies LibraryModel;
