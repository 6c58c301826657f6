import type { LibraryModel } from "../model.js";

const resolver = {
  kind: "rpc",
  repeatedBy: "the client calls again when it gets no reply",
  parameters: [{ index: 0, kind: "caller", members: { ctx: "unknown" }, context: { member: "ctx", link: "context" } }],
} as const;

/** tRPC: procedures are built in chains that start at `initTRPC` and end in `mutation` or `query`. */
export default {
  library: "tRPC",
  packages: ["@trpc/server"],
  versions: ">=10",
  docs: "https://trpc.io/docs/server/procedures",
  names: {
    "initTRPC.create()": "Root#",
    "initTRPC.context().create()": "Root#",
    "initTRPC.meta().create()": "Root#",
    "initTRPC.context().meta().create()": "Root#",
    "initTRPC.meta().context().create()": "Root#",
    "Root#procedure": "Procedure#",
    "Procedure#use()": "Procedure#",
    "Procedure#input()": "Procedure#",
    "Procedure#output()": "Procedure#",
    "Procedure#meta()": "Procedure#",
    "Procedure#concat()": "Procedure#",
    "Procedure#unstable_concat()": "Procedure#",
  },
  mounts: [{ match: ["Root#router", "Root#mergeRouters"], records: true }],
  entries: [
    {
      on: "call",
      match: "Procedure#mutation",
      handlers: { argument: 0 },
      delivery: "retried",
      name: "mutation {property}",
      ...resolver,
    },
    {
      on: "call",
      match: "Procedure#query",
      handlers: { argument: 0 },
      delivery: "retried",
      name: "query {property}",
      safe: true,
      ...resolver,
    },
  ],
} satisfies LibraryModel;
