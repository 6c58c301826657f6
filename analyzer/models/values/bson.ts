import type { LibraryModel } from "../model.js";

/** BSON's object ids. */
export default {
  library: "bson",
  packages: ["bson"],
  versions: ">=4",
  docs: "https://mongodb.github.io/node-mongodb-native/",
  names: { ObjectID: "ObjectId" },
  sources: [
    { match: "ObjectId", on: "new", kind: "attempt", unlessArguments: true },
    { match: "ObjectId", on: "call", kind: "attempt", unlessArguments: true },
  ],
} satisfies LibraryModel;
