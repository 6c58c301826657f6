import type { LibraryModel } from "../model.js";

/** Trigger.dev. */
export default {
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
      key: {
        place: "the idempotencyKey option",
        argument: 2,
        property: "idempotencyKey",
        use: "required",
        window: 30 * 86_400,
      },
      returns: "reply",
    },
    {
      match: ["Task#trigger", "Task#triggerAndWait"],
      effect: "start",
      target: { link: "task", argument: 0, property: "id" },
      values: { argument: 0 },
      key: {
        place: "the idempotencyKey option",
        argument: 1,
        property: "idempotencyKey",
        use: "required",
        window: 30 * 86_400,
      },
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
} satisfies LibraryModel;
