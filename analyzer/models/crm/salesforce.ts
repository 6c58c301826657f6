import type { LibraryModel } from "../model.js";

/** Salesforce by jsforce: an upsert by an external id is the same the second time, a create is not. */
export default {
  library: "Salesforce",
  packages: ["jsforce"],
  versions: ">=2",
  docs: "https://jsforce.github.io/document/#create",
  names: { default: "", "Connection#sobject()": "SObject#" },
  calls: [
    {
      match: "SObject#create",
      effect: "call",
      risk: "high",
      target: { link: "sobject", argument: 0 },
      values: { argument: 0 },
      returns: "reply",
    },
    {
      match: "SObject#upsert",
      effect: "upsert",
      target: { link: "sobject", argument: 0 },
      values: { argument: 0 },
      conflictTarget: { argument: 1 },
      returns: "reply",
    },
    {
      match: ["SObject#update", "SObject#destroy"],
      effect: "update",
      target: { link: "sobject", argument: 0 },
      values: { argument: 0 },
      returns: "reply",
    },
    { match: ["SObject#retrieve", "SObject#find", "Connection#query"], effect: "read", returns: "rows" },
  ],
} satisfies LibraryModel;
