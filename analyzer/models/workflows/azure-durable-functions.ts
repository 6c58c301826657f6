import type { LibraryModel } from "../model.js";

/** Azure's Durable Functions: orchestrations are replayed, activities run at least once. */
export default {
  library: "Azure Durable Functions",
  packages: ["durable-functions"],
  versions: ">=3",
  docs: "https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-orchestrations",
  names: { default: "", "getClient()": "DurableClient#" },
  calls: [
    {
      match: "DurableClient#startNew",
      effect: "start",
      target: { argument: 0 },
      values: { argument: 1, property: "input" },
      key: { place: "the instanceId option", argument: 1, property: "instanceId", use: "required" },
      returns: "reply",
    },
  ],
  entries: [
    {
      on: "call",
      match: "app.orchestration",
      handlers: { argument: 1 },
      kind: "workflow",
      delivery: "replayed",
      name: "orchestration {0}",
      repeatedBy: "Azure runs the orchestrator's body again after every activity",
      parameters: [{ index: 0, kind: "message" }],
      identities: [{ what: "the instance's id", expression: "{0}.df.instanceId" }],
    },
    {
      on: "call",
      match: "app.activity",
      handlers: { argument: 1, property: "handler" },
      kind: "job",
      delivery: "redelivered",
      name: "activity {0}",
      repeatedBy: "Azure runs an activity again whose host died before its result was stored",
      parameters: [
        { index: 0, kind: "message" },
        { index: 1, kind: "message", members: { invocationId: "attempt" } },
      ],
    },
  ],
} satisfies LibraryModel;
