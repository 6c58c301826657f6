import type { LibraryModel } from "../model.js";
import { stepOf } from "../workflows/durable-step.js";

const files = "**/*.{ts,tsx,js,mjs}";

/** Cloudflare Workers: requests, queues, schedules and Workflows. Its queues take no key. */
export default {
  library: "Cloudflare Workers",
  packages: ["@cloudflare/workers-types", "cloudflare:workers"],
  versions: "*",
  docs: "https://developers.cloudflare.com/queues/reference/delivery-guarantees/",
  calls: [
    { match: ["Queue#send", "Queue#sendBatch"], effect: "publish", values: { argument: 0 } },
    {
      match: "Workflow#create",
      effect: "start",
      values: { argument: 0, property: "params" },
      key: { place: "the instance's id", argument: 0, property: "id", use: "required" },
      returns: "reply",
    },
    {
      match: "Workflow#createBatch",
      effect: "start",
      values: { argument: 0 },
      key: { place: "the instance's id", argument: 0, property: "[].id", use: "required" },
      returns: "reply",
    },
  ],
  wrappers: [
    {
      match: "WorkflowStep#do",
      kind: "step",
      guard: "durable-step",
      callback: { argument: -1 },
      key: { argument: 0 },
      what: stepOf("Cloudflare Workflows"),
    },
  ],
  entries: [
    {
      on: "method",
      extends: "WorkflowEntrypoint",
      method: "run",
      kind: "workflow",
      delivery: "replayed",
      name: "workflow {name}",
      repeatedBy: "Cloudflare runs the body again from the last step that ended, and a failed step up to 5 more times",
      parameters: [
        { index: 0, kind: "message" },
        { index: 1, kind: "unknown", path: "WorkflowStep#" },
      ],
      identities: [{ what: "the instance's id", expression: "{0}.instanceId" }],
    },
    {
      on: "export",
      files,
      exports: ["default"],
      member: "queue",
      kind: "queue",
      delivery: "redelivered",
      name: "Cloudflare queue {route}",
      repeatedBy: "Cloudflare delivers a whole batch again that failed, 3 times by default",
      parameters: [{ index: 0, kind: "message", members: { "messages[].attempts": "attempt", queue: "constant" } }],
    },
    {
      on: "export",
      files,
      exports: ["default"],
      member: "scheduled",
      kind: "cron",
      delivery: "redelivered",
      name: "Cloudflare schedule {route}",
      repeatedBy: "Cloudflare delivers a schedule's event at least once",
      parameters: [{ index: 0, kind: "message" }],
      identities: [{ what: "the time that it was scheduled for", expression: "{0}.scheduledTime" }],
    },
    {
      on: "export",
      files,
      exports: ["default"],
      member: "fetch",
      kind: "http",
      delivery: "retried",
      name: "worker {route}",
      repeatedBy: "the client sends the request again when it gets no reply",
      parameters: [{ index: 0, kind: "caller" }],
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers.get("idempotency-key")' }],
    },
  ],
} satisfies LibraryModel;
