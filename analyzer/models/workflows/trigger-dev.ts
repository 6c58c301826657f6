import { headerKeyAt } from "../http/header-key.js";
import type { KeyModel } from "../key-model.js";
import type { LibraryModel } from "../model.js";

const key = { place: "the idempotencyKey option", use: "required", window: 30 * 86_400 } as const;
const single = (argument: number): KeyModel => ({ ...key, argument, property: "idempotencyKey" });
const each = (argument: number): KeyModel => ({ ...key, argument, property: "[].options.idempotencyKey" });

/** Trigger.dev. */
export default {
  library: "Trigger.dev",
  packages: ["@trigger.dev/sdk", "@trigger.dev/sdk/v3"],
  versions: ">=3",
  docs: "https://trigger.dev/docs/idempotency",
  names: { "task()": "Task#", "schemaTask()": "Task#" },
  calls: [
    {
      match: ["tasks.trigger", "tasks.triggerAndWait", "tasks.triggerAndSubscribe"],
      effect: "start",
      target: { argument: 0 },
      values: { argument: 1 },
      key: single(2),
      returns: "reply",
    },
    {
      match: ["tasks.batchTrigger", "tasks.batchTriggerAndWait"],
      effect: "start",
      target: { argument: 0 },
      values: { argument: 1 },
      key: each(1),
      returns: "reply",
    },
    {
      match: ["trigger", "triggerAndWait", "triggerByTask", "triggerByTaskAndWait"].map((method) => `batch.${method}`),
      effect: "start",
      target: { argument: 0, property: "[].id" },
      values: { argument: 0 },
      key: each(0),
      returns: "reply",
    },
    {
      match: ["Task#trigger", "Task#triggerAndWait", "Task#triggerAndSubscribe"],
      effect: "start",
      target: { link: ["task", "schemaTask"], argument: 0, property: "id" },
      values: { argument: 0 },
      key: single(1),
      returns: "reply",
    },
    {
      match: ["Task#batchTrigger", "Task#batchTriggerAndWait"],
      effect: "start",
      target: { link: ["task", "schemaTask"], argument: 0, property: "id" },
      values: { argument: 0 },
      key: each(0),
      returns: "reply",
    },
    {
      match: "retry.fetch",
      effect: "http",
      url: { argument: 0 },
      method: { argument: 1, property: "method" },
      values: { argument: 1, property: "body" },
      key: headerKeyAt(1),
      repeats: { what: "Trigger.dev's retry.fetch sends the request again, whatever its method" },
      returns: "reply",
    },
  ],
  // A key of scope `attempt` tells the attempts of one run apart.
  sources: [
    {
      match: "idempotencyKeys.create",
      on: "call",
      kind: "attempt",
      when: [{ place: { argument: 1, property: "scope" }, equals: "attempt" }],
    },
    // What a run keeps for itself is what whoever takes it out says it is.
    { match: ["locals.get", "locals.getOrThrow"], on: "call", kind: "unknown" },
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
