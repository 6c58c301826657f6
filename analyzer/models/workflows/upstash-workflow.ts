import type { LibraryModel } from "../model.js";
import { stepOf } from "./durable-step.js";

/** Upstash Workflow. */
export default {
  library: "Upstash Workflow",
  packages: ["@upstash/workflow", "@upstash/workflow/nextjs", "@upstash/workflow/hono", "@upstash/workflow/express"],
  versions: "*",
  docs: "https://upstash.com/docs/workflow/basics/context",
  calls: [
    {
      match: "Client#trigger",
      effect: "start",
      target: { argument: 0, property: "url" },
      values: { argument: 0, property: "body" },
      key: { place: "the workflowRunId field", argument: 0, property: "workflowRunId", use: "required" },
      returns: "reply",
    },
  ],
  wrappers: [
    {
      match: "WorkflowContext#run",
      kind: "step",
      guard: "durable-step",
      callback: { argument: 1 },
      key: { argument: 0 },
      what: stepOf("Upstash Workflow"),
    },
  ],
  entries: [
    {
      on: "call",
      match: ["serve", "createWorkflow"],
      handlers: { argument: 0 },
      kind: "workflow",
      delivery: "replayed",
      name: "workflow {property}",
      repeatedBy: "QStash calls the handler again for every step",
      parameters: [{ index: 0, kind: "message", paths: { run: "WorkflowContext#run" } }],
      identities: [{ what: "the workflow run's id", expression: "{0}.workflowRunId" }],
    },
  ],
} satisfies LibraryModel;
