import type { LibraryModel } from "../model.js";
import { stepOf } from "../workflows/durable-step.js";

const files = "**/*.{ts,tsx,js,mjs}";

/** D1: the statement's text stands where it is prepared. */
const statement = {
  effect: "sql",
  sql: { link: "prepare", argument: 0 },
  parameters: { link: "bind", argument: 0 },
  spread: true,
} as const;
const stored = { target: { text: "KV" }, where: { argument: 0, column: "key" } } as const;

/** Cloudflare Workers: requests, queues, schedules and Workflows. Its queues take no key. */
export default {
  library: "Cloudflare Workers",
  packages: ["@cloudflare/workers-types", "cloudflare:workers"],
  versions: "*",
  docs: "https://developers.cloudflare.com/queues/reference/delivery-guarantees/",
  names: { "D1Database#withSession()": "D1Database#", "D1DatabaseSession#": "D1Database#" },
  calls: [
    {
      match: ["D1Database#prepare().bind().run", "D1Database#prepare().run"],
      ...statement,
      claim: { property: "meta.changes", won: "positive", by: "update" },
      returns: "reply",
    },
    { match: ["D1Database#prepare().bind().first", "D1Database#prepare().first"], ...statement, returns: "row" },
    { match: ["D1Database#prepare().bind().all", "D1Database#prepare().all"], ...statement, returns: "rows" },
    { match: ["D1Database#prepare().bind().raw", "D1Database#prepare().raw"], ...statement, returns: "rows" },
    {
      match: "D1Database#batch",
      effect: "upsert",
      values: { argument: 0 },
      batch: { place: { argument: 0 }, atomic: true, items: {}, calls: statement },
      returns: "rows",
    },
    { match: "D1Database#exec", effect: "sql", sql: { argument: 0 } },
    { match: "KVNamespace#put", effect: "update", risk: "low", ...stored },
    { match: "KVNamespace#delete", effect: "delete", risk: "low", ...stored },
    { match: "KVNamespace#get", effect: "read", ...stored, returns: "row" },
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
