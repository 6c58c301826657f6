import type { LibraryModel } from "../model.js";
import { stepOf } from "./durable-step.js";

/** DBOS. */
export default {
  library: "DBOS",
  packages: ["@dbos-inc/dbos-sdk"],
  versions: ">=2",
  docs: "https://docs.dbos.dev/typescript/tutorials/workflow-tutorial",
  names: { "DBOSClient.create()": "DBOSClient#" },
  calls: [
    {
      match: "DBOS.startWorkflow",
      effect: "start",
      target: { argument: 0 },
      key: {
        place: "the workflowID option",
        argument: 1,
        property: "workflowID",
        also: ["enqueueOptions.deduplicationID"],
        use: "required",
      },
      returns: "reply",
    },
    {
      match: "DBOS.send",
      effect: "publish",
      target: { argument: 2 },
      values: { argument: 1 },
      key: { place: "the idempotencyKey argument", argument: 3, use: "required" },
    },
    {
      match: "DBOSClient#enqueue",
      effect: "start",
      target: { argument: 0, property: "workflowName" },
      key: {
        place: "the workflowID option",
        argument: 0,
        property: "workflowID",
        also: ["deduplicationID"],
        use: "required",
      },
      returns: "reply",
    },
  ],
  sources: [{ match: ["DBOS.randomUUID", "DBOS.now"], on: "call", kind: "message" }],
  wrappers: [
    {
      match: "DBOS.withNextWorkflowID",
      kind: "guard",
      guard: "stable-key",
      callback: { argument: 1 },
      key: { argument: 0 },
      what: "DBOS starts the workflow under the id that it is given, once",
    },
    { match: "DBOS.runStep", kind: "step", guard: "durable-step", callback: { argument: 0 }, what: stepOf("DBOS") },
    {
      match: "DBOS.registerStep",
      kind: "step",
      guard: "durable-step",
      callback: { argument: 0 },
      returnsFunction: true,
      what: stepOf("DBOS"),
    },
  ],
  decorators: [{ decorator: "DBOS.step", kind: "step", guard: "durable-step", what: stepOf("DBOS") }],
  entries: [
    {
      on: "call",
      match: "DBOS.registerWorkflow",
      handlers: { argument: 0 },
      kind: "workflow",
      delivery: "replayed",
      name: "workflow {name}",
      repeatedBy: "DBOS runs the workflow again after a crash, and every step whose result was not stored",
      parameters: [{ index: 0, kind: "message" }],
    },
    {
      on: "decorator",
      decorator: "DBOS.workflow",
      kind: "workflow",
      delivery: "replayed",
      name: "workflow {name}",
      repeatedBy: "DBOS runs the workflow again after a crash, and every step whose result was not stored",
      parameters: [{ index: 0, kind: "message" }],
    },
  ],
} satisfies LibraryModel;
