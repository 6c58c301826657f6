import type { LibraryModel } from "../model.js";

/** The id is known as long as the job's record is there. */
const forgets = (property: string) =>
  [
    {
      when: [{ place: { argument: property.startsWith("[]") ? 0 : 2, property }, equals: true }],
      why: "BullMQ forgets the id as soon as the job is done, because it is removed at once",
      partly: true,
    },
    {
      when: [{ place: { link: "new", argument: 1, property: "defaultJobOptions.removeOnComplete" }, equals: true }],
      why: "BullMQ forgets the id as soon as the job is done, because the queue removes done jobs at once",
      partly: true,
    },
  ] as const;

const job = {
  index: 0,
  kind: "message",
  path: "Job#",
  members: {
    attemptsMade: "attempt",
    attemptsStarted: "attempt",
    stalledCounter: "attempt",
    token: "attempt",
    processedOn: "attempt",
    finishedOn: "attempt",
    queueName: "constant",
    name: "constant",
  },
} as const;

/** BullMQ, its Nest module, and Bull before it. */
export default {
  library: "BullMQ",
  packages: ["bullmq", "bull", "@nestjs/bullmq", "@nestjs/bull"],
  versions: ">=4",
  docs: "https://docs.bullmq.io/guide/jobs/job-ids",
  names: {
    default: "Queue",
    "default.Queue#": "Queue#",
    "default.Job#": "Job#",
    "Queue()": "Queue#",
    "#": "Queue#",
    "QueuePro#": "Queue#",
    WorkerPro: "Worker",
  },
  calls: [
    // What repeats is known by its name and its schedule: a second one replaces the first.
    {
      match: "Queue#add",
      when: [{ place: { argument: 2, property: "repeat" } }],
      effect: "upsert",
      target: { argument: 0 },
      risk: "low",
      returns: "row",
    },
    {
      match: "Queue#add",
      when: [{ place: { argument: 1 } }],
      effect: "enqueue",
      target: { argument: 0 },
      values: { argument: 1 },
      key: {
        place: "the jobId option",
        argument: 2,
        property: "jobId",
        also: ["deduplication.id"],
        use: "required",
        inert: forgets("removeOnComplete"),
      },
      returns: "row",
    },
    {
      // Bull's `add(data)` without a name.
      match: "Queue#add",
      effect: "enqueue",
      values: { argument: 0 },
      key: { place: "the jobId option", argument: 1, property: "jobId", use: "required" },
      returns: "row",
    },
    {
      match: "Queue#addBulk",
      effect: "enqueue",
      target: { argument: 0, property: "[].name" },
      values: { argument: 0, property: "[].data" },
      key: {
        place: "the jobId option",
        argument: 0,
        property: "[].opts.jobId",
        also: ["[].opts.deduplication.id"],
        use: "required",
        inert: forgets("[].opts.removeOnComplete"),
      },
      returns: "rows",
    },
    { match: "Queue#upsertJobScheduler", effect: "upsert", target: { argument: 0 }, risk: "low", returns: "row" },
    {
      match: "FlowProducer#add",
      effect: "enqueue",
      target: { argument: 0, property: "name" },
      values: { argument: 0, property: "data" },
      key: { place: "the jobId option", argument: 0, property: "opts.jobId", use: "required" },
      returns: "row",
    },
    {
      match: "FlowProducer#addBulk",
      effect: "enqueue",
      target: { argument: 0, property: "[].name" },
      values: { argument: 0, property: "[].data" },
      key: { place: "the jobId option", argument: 0, property: "[].opts.jobId", use: "required" },
      returns: "rows",
    },
    { match: ["Queue#getJob"], effect: "read", where: { argument: 0 }, returns: "row", record: "Job#" },
    { match: ["Queue#remove", "Job#remove"], effect: "delete", risk: "low" },
    { match: ["Job#updateData", "Job#updateProgress", "Job#log"], effect: "update", risk: "low" },
  ],
  entries: [
    {
      on: "call",
      match: "Worker",
      handlers: { argument: 1 },
      kind: "queue",
      delivery: "redelivered",
      name: "queue {0}",
      repeatedBy: "BullMQ runs a stalled or failed job again",
      parameters: [job, { index: 1, kind: "attempt" }],
      identities: [{ what: "the job's id", expression: "{0}.id" }],
    },
    {
      on: "call",
      match: "Queue#process",
      handlers: { from: 0 },
      kind: "queue",
      delivery: "redelivered",
      name: "queue {new:0} {0}",
      repeatedBy: "Bull runs a stalled or failed job again",
      parameters: [job],
      identities: [{ what: "the job's id", expression: "{0}.id" }],
    },
    {
      on: "method",
      extends: "WorkerHost",
      method: "process",
      kind: "queue",
      delivery: "redelivered",
      name: "queue {class}",
      repeatedBy: "BullMQ runs a stalled or failed job again",
      parameters: [job, { index: 1, kind: "attempt" }],
      identities: [{ what: "the job's id", expression: "{0}.id" }],
    },
    {
      on: "decorator",
      decorator: "Process",
      classDecorator: "Processor",
      kind: "queue",
      delivery: "redelivered",
      name: "queue {class} {0}",
      repeatedBy: "Bull runs a stalled or failed job again",
      parameters: [job],
      identities: [{ what: "the job's id", expression: "{0}.id" }],
    },
  ],
} satisfies LibraryModel;
