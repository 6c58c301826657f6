import type { LibraryModel } from "./model.js";

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
const stepOf = (library: string): string => `${library} keeps the step's result and runs it again only when it failed`;

/** Engines that replay a workflow's body and retry its steps. */
export default [
  {
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
  },
  {
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
  },
  {
    library: "Temporal activity",
    packages: ["@temporalio/activity"],
    versions: ">=1",
    docs: "https://docs.temporal.io/activities",
    names: { "Context.current()": "Context#", "activityInfo()": "Info#", "Context#info": "Info#" },
    sources: [
      { match: ["Info#workflowExecution", "Info#activityId"], on: "read", kind: "message" },
      { match: ["Info#attempt", "Info#taskToken"], on: "read", kind: "attempt" },
    ],
  },
  {
    library: "Inngest",
    packages: ["inngest"],
    versions: ">=3",
    docs: "https://www.inngest.com/docs/guides/handling-idempotency",
    calls: [
      {
        match: "Inngest#send",
        effect: "publish",
        target: { argument: 0, property: "name" },
        values: { argument: 0, property: "data" },
        key: { place: "the event's id", argument: 0, property: "id", also: ["[].id"], use: "required" },
        returns: "reply",
      },
    ],
    wrappers: [
      {
        match: "Step#run",
        kind: "step",
        guard: "durable-step",
        callback: { argument: 1 },
        key: { argument: 0 },
        what: stepOf("Inngest"),
      },
    ],
    entries: [
      {
        on: "call",
        match: "Inngest#createFunction",
        handlers: { argument: -1 },
        kind: "workflow",
        delivery: "replayed",
        name: "function {0.id}",
        repeatedBy: "Inngest runs the body again for every step, and a failed step up to 3 more times",
        parameters: [
          { index: 0, kind: "message", paths: { step: "Step#" }, members: { attempt: "attempt", logger: "unknown" } },
        ],
        identities: [{ what: "the event's id", expression: "{0}.event.id" }],
      },
    ],
  },
  {
    library: "Trigger.dev",
    packages: ["@trigger.dev/sdk", "@trigger.dev/sdk/v3"],
    versions: ">=3",
    docs: "https://trigger.dev/docs/idempotency",
    names: { "task()": "Task#", "schemaTask()": "Task#" },
    calls: [
      {
        match: ["tasks.trigger", "tasks.triggerAndWait"],
        effect: "start",
        target: { argument: 0 },
        values: { argument: 1 },
        key: { place: "the idempotencyKey option", argument: 2, property: "idempotencyKey", use: "required" },
        returns: "reply",
      },
      {
        match: ["Task#trigger", "Task#triggerAndWait"],
        effect: "start",
        target: { link: "task", argument: 0, property: "id" },
        values: { argument: 0 },
        key: { place: "the idempotencyKey option", argument: 1, property: "idempotencyKey", use: "required" },
        returns: "reply",
      },
      {
        match: ["Task#batchTrigger", "Task#batchTriggerAndWait"],
        effect: "start",
        target: { link: "task", argument: 0, property: "id" },
        values: { argument: 0 },
        key: {
          place: "the idempotencyKey option",
          argument: 0,
          property: "[].options.idempotencyKey",
          use: "required",
        },
        returns: "reply",
      },
    ],
    wrappers: [
      {
        match: "retry.onThrow",
        kind: "retry",
        callback: { argument: 0 },
        parameters: [{ index: 0, kind: "attempt" }],
        what: "Trigger.dev runs the function up to 3 times by default",
      },
    ],
    entries: [
      {
        on: "call",
        match: ["task", "schemaTask"],
        handlers: { argument: 0, property: "run" },
        kind: "job",
        delivery: "redelivered",
        name: "task {0.id}",
        repeatedBy: "Trigger.dev runs a failed task again",
        parameters: [
          { index: 0, kind: "message" },
          { index: 1, kind: "message", members: { "ctx.attempt": "attempt", signal: "unknown" } },
        ],
      },
      {
        on: "call",
        match: "schedules.task",
        handlers: { argument: 0, property: "run" },
        kind: "cron",
        delivery: "redelivered",
        name: "schedule {0.id}",
        repeatedBy: "Trigger.dev runs a failed task again",
        parameters: [
          { index: 0, kind: "message" },
          { index: 1, kind: "message", members: { "ctx.attempt": "attempt" } },
        ],
      },
    ],
  },
  {
    library: "Restate",
    packages: ["@restatedev/restate-sdk"],
    versions: ">=1",
    docs: "https://docs.restate.dev/develop/ts/journaling-results",
    names: { default: "", "ObjectContext#": "Context#", "WorkflowContext#": "Context#" },
    sources: [
      { match: ["Context#rand.uuidv4", "Context#rand.random", "Context#date.now"], on: "call", kind: "message" },
    ],
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
  },
  {
    library: "DBOS",
    packages: ["@dbos-inc/dbos-sdk"],
    versions: ">=2",
    docs: "https://docs.dbos.dev/typescript/tutorials/workflow-tutorial",
    calls: [
      {
        match: "DBOS.startWorkflow",
        effect: "start",
        target: { argument: 0 },
        key: { place: "the workflowID option", argument: 1, property: "workflowID", use: "required" },
        returns: "reply",
      },
    ],
    sources: [{ match: ["DBOS.randomUUID", "DBOS.now"], on: "call", kind: "message" }],
    wrappers: [
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
  },
  {
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
        match: "serve",
        handlers: { argument: 0 },
        kind: "workflow",
        delivery: "replayed",
        name: "workflow {property}",
        repeatedBy: "QStash calls the handler again for every step",
        parameters: [{ index: 0, kind: "message", paths: { run: "WorkflowContext#run" } }],
        identities: [{ what: "the workflow run's id", expression: "{0}.workflowRunId" }],
      },
    ],
  },
] as const satisfies readonly LibraryModel[];
