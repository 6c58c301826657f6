import type { LibraryModel } from "../model.js";

const workflowId = { place: "the workflowId option", argument: 1, property: "workflowId", use: "required" } as const;
const reuse = { argument: 1, property: "workflowIdReusePolicy" } as const;
const conflict = { argument: 1, property: "workflowIdConflictPolicy" } as const;
/** Temporal lets an id be used again once the run under it has ended, unless it is told otherwise. */
const startedId = {
  ...workflowId,
  inert: [
    {
      when: [{ place: conflict, pattern: "(^|[._])TERMINATE_EXISTING$" }],
      why: "the policy TERMINATE_EXISTING ends the run that is there and starts another one",
    },
    {
      when: [{ place: reuse, pattern: "(^|[._])TERMINATE_IF_RUNNING$" }],
      why: "the policy TERMINATE_IF_RUNNING ends the run that is there and starts another one",
    },
    {
      when: [{ place: reuse, pattern: "(^|[._])ALLOW_DUPLICATE$" }],
      why: "the policy ALLOW_DUPLICATE starts it again once the first run has ended",
    },
    {
      when: [{ place: reuse, absent: true }],
      why: "without a workflowIdReusePolicy Temporal starts it again once the first run has ended",
      partly: true,
    },
  ],
} as const;

/** Temporal's client: a workflow's id is its key. */
export default {
  library: "Temporal client",
  packages: ["@temporalio/client"],
  versions: ">=1",
  docs: "https://docs.temporal.io/workflow-execution/workflowid-runid",
  names: { "Client#workflow": "WorkflowClient#", "Client#schedule": "ScheduleClient#" },
  calls: [
    {
      match: ["WorkflowClient#start", "WorkflowClient#execute", "WorkflowClient#signalWithStart"],
      effect: "start",
      target: { argument: 0 },
      values: { argument: 1, property: "args" },
      key: startedId,
      returns: "reply",
    },
    // The workflow's own id and policy stand in `startWorkflowOperation`, which cannot be made without them.
    {
      match: ["WorkflowClient#startUpdateWithStart", "WorkflowClient#executeUpdateWithStart"],
      effect: "call",
      target: { argument: 0 },
      values: { argument: 1, property: "args" },
      key: { place: "the updateId option", argument: 1, property: "updateId", use: "required" },
      returns: "reply",
    },
    {
      match: "ScheduleClient#create",
      effect: "start",
      target: { argument: 0, property: "scheduleId" },
      key: { place: "the scheduleId field", argument: 0, property: "scheduleId", use: "required" },
    },
  ],
  conflicts: [
    { instance: "WorkflowExecutionAlreadyStartedError" },
    { property: "name", equals: "WorkflowExecutionAlreadyStartedError" },
  ],
} satisfies LibraryModel;
