import type { LibraryModel } from "./model.js";

/** Job queues on a database, and consumers that poll. */
export default [
  {
    library: "pg-boss",
    packages: ["pg-boss"],
    versions: ">=9",
    docs: "https://timgit.github.io/pg-boss/",
    names: { default: "PgBoss" },
    calls: [
      {
        match: ["PgBoss#send", "PgBoss#sendAfter", "PgBoss#sendThrottled", "PgBoss#sendDebounced"],
        effect: "enqueue",
        target: { argument: 0 },
        values: { argument: 1 },
        key: { place: "the id option", argument: 2, property: "id", also: ["singletonKey"], use: "required" },
        returns: "reply",
      },
      {
        match: "PgBoss#insert",
        effect: "enqueue",
        target: { argument: 0 },
        values: { argument: 1 },
        key: {
          place: "the id of each job",
          argument: 1,
          property: "[].id",
          also: ["[].singletonKey"],
          use: "required",
        },
      },
      { match: "PgBoss#publish", effect: "publish", target: { argument: 0 }, values: { argument: 1 } },
      { match: "PgBoss#schedule", effect: "upsert", risk: "low", target: { argument: 0 } },
    ],
    entries: [
      {
        on: "call",
        match: "PgBoss#work",
        handlers: { argument: -1 },
        kind: "queue",
        delivery: "redelivered",
        name: "queue {0}",
        repeatedBy: "pg-boss runs a failed or expired job again, twice by default",
        parameters: [{ index: 0, kind: "message", members: { retryCount: "attempt", "[].retryCount": "attempt" } }],
      },
    ],
  },
  {
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
        key: { place: "the jobKey option", argument: 2, property: "jobKey", use: "required" },
      },
      {
        match: "quickAddJob",
        effect: "enqueue",
        target: { argument: 1 },
        values: { argument: 2 },
        key: { place: "the jobKey option", argument: 3, property: "jobKey", use: "required" },
      },
    ],
    entries: [
      {
        on: "call",
        match: ["run", "runOnce"],
        handlers: { argument: 0, property: "taskList" },
        kind: "queue",
        delivery: "redelivered",
        name: "task {property}",
        repeatedBy: "Graphile Worker runs a failed job again, up to 25 times by default",
        parameters: [
          { index: 0, kind: "message" },
          {
            index: 1,
            kind: "unknown",
            path: "WorkerUtils#",
            members: { "job.id": "message", "job.key": "message", "job.attempts": "attempt" },
          },
        ],
      },
      {
        on: "type",
        types: ["Task"],
        kind: "queue",
        delivery: "redelivered",
        name: "task {name}",
        repeatedBy: "Graphile Worker runs a failed job again, up to 25 times by default",
        parameters: [
          { index: 0, kind: "message" },
          {
            index: 1,
            kind: "unknown",
            path: "WorkerUtils#",
            members: { "job.id": "message", "job.key": "message", "job.attempts": "attempt" },
          },
        ],
      },
    ],
  },
  {
    library: "Agenda",
    packages: ["agenda"],
    versions: ">=4",
    docs: "https://github.com/agenda/agenda",
    names: { default: "Agenda" },
    calls: [
      { match: "Agenda#now", effect: "enqueue", target: { argument: 0 }, values: { argument: 1 } },
      { match: "Agenda#schedule", effect: "enqueue", target: { argument: 1 }, values: { argument: 2 } },
      { match: "Agenda#every", effect: "upsert", risk: "low", target: { argument: 1 } },
    ],
    entries: [
      {
        on: "call",
        match: "Agenda#define",
        handlers: { from: 1 },
        kind: "queue",
        delivery: "redelivered",
        name: "job {0}",
        repeatedBy: "another worker runs the job again once its lock has expired",
        parameters: [
          { index: 0, kind: "message", members: { "attrs.failCount": "attempt", "attrs.lastRunAt": "attempt" } },
        ],
        identities: [{ what: "the job's id", expression: "{0}.attrs._id" }],
      },
    ],
  },
  {
    library: "Bee-Queue",
    packages: ["bee-queue"],
    versions: ">=1",
    docs: "https://github.com/bee-queue/bee-queue",
    names: { default: "Queue", "": "Queue", "default.Job#": "Job#" },
    calls: [
      {
        match: ["Queue#createJob().save", "Queue#createJob().**.save"],
        effect: "enqueue",
        values: { link: "createJob", argument: 0 },
      },
    ],
    entries: [
      {
        on: "call",
        match: "Queue#process",
        handlers: { from: 0 },
        kind: "queue",
        delivery: "redelivered",
        name: "queue job",
        repeatedBy: "Bee-Queue runs a stalled job again",
        parameters: [{ index: 0, kind: "message" }],
        identities: [{ what: "the job's id", expression: "{0}.id" }],
      },
    ],
  },
  {
    library: "sqs-consumer",
    packages: ["sqs-consumer"],
    versions: ">=7",
    docs: "https://bbc.github.io/sqs-consumer/",
    entries: [
      {
        on: "call",
        match: "Consumer.create",
        when: [{ place: { argument: 0, property: "handleMessageBatch" } }],
        handlers: { argument: 0, property: "handleMessageBatch" },
        kind: "queue",
        delivery: "redelivered",
        name: "SQS batch consumer",
        repeatedBy: "SQS delivers a message again that was not deleted before its visibility timeout",
        parameters: [{ index: 0, kind: "message", members: { "[].ReceiptHandle": "attempt" } }],
      },
      {
        on: "call",
        match: "Consumer.create",
        handlers: { argument: 0, property: "handleMessage" },
        kind: "queue",
        delivery: "redelivered",
        name: "SQS consumer",
        repeatedBy: "SQS delivers a message again that was not deleted before its visibility timeout",
        parameters: [
          {
            index: 0,
            kind: "message",
            members: { ReceiptHandle: "attempt", "Attributes.ApproximateReceiveCount": "attempt" },
          },
        ],
        identities: [{ what: "the SQS message id", expression: "{0}.MessageId" }],
      },
    ],
  },
  {
    library: "nestjs-sqs",
    packages: ["@ssut/nestjs-sqs"],
    versions: ">=2",
    docs: "https://github.com/ssut/nestjs-sqs",
    calls: [
      {
        match: "SqsService#send",
        effect: "publish",
        target: { argument: 0 },
        values: { argument: 1, property: "body" },
        key: { place: "the deduplicationId field", argument: 1, property: "deduplicationId", use: "optional" },
      },
    ],
    entries: [
      {
        on: "decorator",
        decorator: "SqsMessageHandler",
        kind: "queue",
        delivery: "redelivered",
        name: "SQS queue {0}",
        repeatedBy: "SQS delivers a message again that was not deleted before its visibility timeout",
        parameters: [
          {
            index: 0,
            kind: "message",
            members: { ReceiptHandle: "attempt", "Attributes.ApproximateReceiveCount": "attempt" },
          },
        ],
        identities: [{ what: "the SQS message id", expression: "{0}.MessageId" }],
      },
    ],
  },
] as const satisfies readonly LibraryModel[];
