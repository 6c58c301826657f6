import type { LibraryModel } from "../model.js";

/** oRPC: procedures are built in chains that start at `os` and end in `handler`; nothing but the route tells reads apart. */
export default {
  library: "oRPC",
  packages: ["@orpc/server"],
  versions: ">=1",
  docs: "https://orpc.dev/docs/procedure",
  names: {
    "os.*()": "os",
    // `implement(contract).orders.place.handler(…)`: the contract says where, and by which method.
    "implement()": "ProcedureImplementer#",
    "ProcedureImplementer#handler": "os.handler",
    "ProcedureImplementer#*()": "ProcedureImplementer#",
    "ProcedureImplementer#*": "ProcedureImplementer#",
  },
  entries: [
    {
      on: "call",
      match: "os.handler",
      when: [{ place: { link: "route", argument: 0, property: "method" }, equals: "GET" }],
      handlers: { argument: 0 },
      kind: "rpc",
      delivery: "retried",
      name: "query {property}",
      repeatedBy: "the client calls again when it gets no reply",
      parameters: [{ index: 0, kind: "caller", members: { context: "unknown" } }],
      safe: true,
    },
    {
      on: "call",
      match: "os.handler",
      handlers: { argument: 0 },
      kind: "rpc",
      delivery: "retried",
      name: "procedure {property}",
      repeatedBy: "the client calls again when it gets no reply",
      parameters: [{ index: 0, kind: "caller", members: { context: "unknown" } }],
    },
  ],
} satisfies LibraryModel;
