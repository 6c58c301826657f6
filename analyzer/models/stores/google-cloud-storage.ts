import type { LibraryModel } from "../model.js";

const target = { link: "bucket", argument: 0 } as const;
const where = { link: "file", argument: 0, column: "name" } as const;
const low = { risk: "low", target } as const;

/** Google Cloud Storage: an object is replaced under its name, unless generation 0 says that there may be none. */
export default {
  library: "Google Cloud Storage",
  packages: ["@google-cloud/storage"],
  versions: ">=6",
  docs: "https://cloud.google.com/storage/docs/request-preconditions",
  names: { "Storage#bucket()": "Bucket#", "Bucket#file()": "File#" },
  calls: [
    {
      match: "File#save",
      when: [{ place: { argument: 1, property: "preconditionOpts.ifGenerationMatch" }, equals: 0 }],
      effect: "insert",
      ...low,
      values: where,
      conditional: true,
      returns: "reply",
    },
    { match: ["File#save", "File#createWriteStream"], effect: "update", ...low, where, returns: "reply" },
    {
      match: "Bucket#upload",
      effect: "update",
      ...low,
      where: { argument: 1, property: "destination", column: "name" },
      returns: "reply",
    },
    { match: ["File#copy", "File#move", "File#rename"], effect: "update", ...low, where, returns: "reply" },
    { match: "File#delete", effect: "delete", ...low, where, returns: "reply" },
    { match: "File#exists", effect: "read", target, where, found: "0", returns: "reply" },
    { match: ["File#download", "File#getMetadata"], effect: "read", target, where, returns: "reply" },
  ],
  conflicts: [{ property: "code", equals: 412 }],
} satisfies LibraryModel;
