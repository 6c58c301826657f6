import type { LibraryModel } from "../model.js";
import { stepOf } from "./durable-step.js";

/** Restate. */
export default {
  library: "Restate",
  packages: ["@restatedev/restate-sdk"],
  versions: ">=1",
  docs: "https://docs.restate.dev/develop/ts/journaling-results",
  names: { default: "", "ObjectContext#": "Context#", "WorkflowContext#": "Context#" },
  sources: [{ match: ["Context#rand.uuidv4", "Context#rand.random", "Context#date.now"], on: "call", kind: "message" }],
  wrappers: [
    {
      match: "Context#run",
      when: [{ place: { argument: 0 }, pattern: "." }],
      kind: "step",
      guard: "durable-step",
      callback: { argument: 1 },
      key: { argument: 0 },
      what: stepOf("Restate"),
    },
    { match: "Context#run", kind: "step", guard: "durable-step", callback: { argument: 0 }, what: stepOf("Restate") },
  ],
  entries: [
    {
      on: "call",
      match: ["service", "object", "workflow"],
      handlers: { argument: 0, property: "handlers" },
      kind: "workflow",
      delivery: "replayed",
      name: "handler {0.name}/{property}",
      repeatedBy: "Restate runs the handler again from its journal until it succeeds",
      parameters: [
        {
          index: 0,
          kind: "message",
          paths: { run: "Context#run", rand: "Context#rand", date: "Context#date" },
        },
        { index: 1, kind: "message" },
      ],
      identities: [{ what: "the invocation's id", expression: "{0}.request().id" }],
    },
    {
      on: "type",
      types: ["Context", "ObjectContext", "WorkflowContext"],
      kind: "workflow",
      delivery: "replayed",
      name: "handler {name}",
      repeatedBy: "Restate runs the handler again from its journal until it succeeds",
      parameters: [
        { index: 0, kind: "message", paths: { run: "Context#run", rand: "Context#rand", date: "Context#date" } },
        { index: 1, kind: "message" },
      ],
    },
  ],
} satisfies LibraryModel;
