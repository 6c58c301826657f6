import type { InertModel } from "../key-model.js";
import type { LibraryModel } from "../model.js";

const task = {
  on: "call",
  kind: "queue",
  delivery: "redelivered",
  name: "task {property}",
  repeatedBy: "Graphile Worker runs a failed job again, up to 25 times by default",
  parameters: [
    { index: 0, kind: "message" },
    {
      index: 1,
      kind: "message",
      paths: { addJob: "WorkerUtils#addJob", addJobs: "WorkerUtils#addJobs" },
      members: { "job.attempts": "attempt", logger: "unknown" },
    },
  ],
} as const;

/** Whatever `jobKeyMode` says: the key is a column of the job, whose row is deleted when it is done. */
const inert: readonly InertModel[] = [
  {
    when: [],
    why: "Graphile Worker deletes a job that is done, and its key with it, so the next one under that key is a new job",
    partly: true,
  },
];

/** Graphile Worker: jobs in PostgreSQL. */
export default {
  library: "Graphile Worker",
  packages: ["graphile-worker"],
  versions: ">=0.13",
  docs: "https://worker.graphile.org/docs/job-key",
  names: { "makeWorkerUtils()": "WorkerUtils#", "JobHelpers#": "WorkerUtils#" },
  calls: [
    {
      match: "WorkerUtils#addJob",
      effect: "enqueue",
      target: { argument: 0 },
      values: { argument: 1 },
      key: { place: "the jobKey option", argument: 2, property: "jobKey", use: "required", inert },
    },
    {
      match: "WorkerUtils#addJobs",
      effect: "enqueue",
      target: { argument: 0, property: "[].identifier" },
      values: { argument: 0, property: "[].payload" },
      key: { place: "the jobKey option", argument: 0, property: "[].jobKey", use: "required", inert },
    },
    {
      match: "quickAddJob",
      effect: "enqueue",
      target: { argument: 1 },
      values: { argument: 2 },
      key: { place: "the jobKey option", argument: 3, property: "jobKey", use: "required", inert },
    },
  ],
  entries: [
    { ...task, match: ["run", "runOnce"], handlers: { argument: 0, property: "taskList" }, besides: true },
    {
      ...task,
      match: ["run", "runOnce"],
      handlers: { argument: 0, property: "taskDirectory", files: "default" },
    },
    { ...task, on: "type", types: ["Task"], name: "task {name}" },
  ],
} satisfies LibraryModel;
