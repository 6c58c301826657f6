import type { LibraryModel } from "../model.js";

const workflowId = { place: "the workflowId option", argument: 1, property: "workflowId", use: "required" } as const;

/** Temporal's workflows, where clocks and random numbers are replayed. */
export default {
  library: "Temporal workflow",
  packages: ["@temporalio/workflow"],
  versions: ">=1",
  docs: "https://docs.temporal.io/develop/typescript/core-application",
  calls: [
    {
      match: ["startChild", "executeChild"],
      effect: "start",
      target: { argument: 0 },
      key: { ...workflowId, use: "optional" },
      returns: "reply",
    },
  ],
  sources: [{ match: "uuid4", on: "call", kind: "message" }],
} satisfies LibraryModel;
