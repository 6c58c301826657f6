import type { LibraryModel } from "../model.js";

const target = { argument: 0 } as const;
const queried = { target: { link: "query", argument: 0 } } as const;
/** An id says in which table its row is. */
const any = { text: "the database" } as const;
const row = { argument: 0, column: "_id" } as const;

/** Convex: a mutation is one serializable transaction, so what it reads first still holds when it writes. */
export default {
  library: "Convex",
  packages: ["convex/server", "*/_generated/server", "*/_generated/server.js"],
  versions: ">=1",
  docs: "https://docs.convex.dev/database/advanced/occ",
  names: {
    // What Convex generates for the project's own schema.
    internalMutation: "internalMutationGeneric",
    "GenericMutationCtx#db": "Database#",
    "MutationCtx#db": "Database#",
    "GenericQueryCtx#db": "Database#",
    "QueryCtx#db": "Database#",
    "GenericDatabaseWriter#": "Database#",
    "GenericDatabaseReader#": "Database#",
    "GenericMutationCtx#scheduler": "Scheduler#",
    "MutationCtx#scheduler": "Scheduler#",
  },
  calls: [
    { match: "Database#insert", effect: "insert", target, values: { argument: 1 }, keyedOnly: true, returns: "row" },
    {
      match: ["Database#patch", "Database#replace"],
      effect: "update",
      target: any,
      where: row,
      values: { argument: -1 },
    },
    { match: "Database#delete", effect: "delete", target: any, where: row },
    { match: "Database#get", effect: "read", target: any, where: row, locks: true, returns: "row" },
    {
      match: ["first", "unique"].flatMap((name) => [
        `Database#query().${name}`,
        `Database#query().withIndex().${name}`,
        `Database#query().filter().${name}`,
      ]),
      effect: "read",
      ...queried,
      locks: true,
      returns: "row",
    },
    {
      match: ["collect", "take"].flatMap((name) => [
        `Database#query().${name}`,
        `Database#query().withIndex().${name}`,
        `Database#query().filter().${name}`,
      ]),
      effect: "read",
      ...queried,
      locks: true,
      returns: "rows",
    },
    // What is scheduled is a row of the same transaction.
    {
      match: ["Scheduler#runAfter", "Scheduler#runAt"],
      effect: "insert",
      target: { text: "_scheduled_functions" },
      values: { argument: 2 },
      keyedOnly: true,
      returns: "reply",
    },
  ],
  entries: [
    {
      on: "call",
      // Convex's own client sends a public mutation exactly once; actions and webhooks run the internal ones, and come again.
      match: "internalMutationGeneric",
      handlers: { argument: 0, property: "handler" },
      kind: "rpc",
      delivery: "retried",
      name: "mutation {property}",
      repeatedBy: "the action or webhook that runs the mutation comes again when it fails or is not answered",
      parameters: [
        { index: 0, kind: "unknown", path: "GenericMutationCtx#" },
        { index: 1, kind: "caller" },
      ],
    },
  ],
} satisfies LibraryModel;
