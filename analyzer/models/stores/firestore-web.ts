import type { LibraryModel } from "../model.js";

const target = { argument: 0 } as const;
const path = { argument: 0, column: "path" } as const;
const values = { argument: 1 } as const;
const keyedOnly = true;
const found = "exists";

/** Firestore's web SDK: functions instead of methods. */
export default {
  library: "Firestore web",
  packages: ["firebase/firestore", "@firebase/firestore", "firebase/firestore/lite"],
  versions: ">=9",
  docs: "https://firebase.google.com/docs/firestore/manage-data/add-data",
  names: { "writeBatch()": "WriteBatch#" },
  calls: [
    { match: "addDoc", effect: "insert", target, values, keyedOnly, returns: "row" },
    // A reference to a collection alone: the client makes an id.
    ...["setDoc", "Transaction#set", "WriteBatch#set"].map(
      (match) =>
        ({
          match,
          when: [{ place: target, given: 1 }],
          effect: "insert",
          target,
          values,
          keyedOnly,
          returns: "reply",
        }) as const,
    ),
    { match: "setDoc", effect: "upsert", target, where: path, values, keyedOnly },
    { match: "updateDoc", effect: "update", target, values },
    { match: "deleteDoc", effect: "delete", target },
    { match: "getDoc", effect: "read", target, found, returns: "row" },
    { match: "getDocs", effect: "read", target, returns: "rows" },
    { match: ["Transaction#set", "WriteBatch#set"], effect: "upsert", target, where: path, values, keyedOnly },
    { match: ["Transaction#update", "WriteBatch#update"], effect: "update", target, values },
    { match: ["Transaction#delete", "WriteBatch#delete"], effect: "delete", target },
    { match: "Transaction#get", effect: "read", target, locks: true, found, returns: "row" },
  ],
  wrappers: [
    {
      match: "runTransaction",
      kind: "transaction",
      callback: { argument: 1 },
      handle: "Transaction#",
      reruns: "Firestore runs the callback again up to 5 times by default",
      what: "Firestore runs the callback in one transaction",
    },
  ],
  relativeValues: ["increment()"],
  conflicts: [{ property: "code", equals: "already-exists" }],
} satisfies LibraryModel;
