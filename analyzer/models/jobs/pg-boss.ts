import type { InertModel, KeyModel } from "../key-model.js";
import type { LibraryModel } from "../model.js";

/**
 * `singletonKey` alone, where the options of a job stand: the indexes of pg-boss know it by the queue's policy and the
 * job's state (`create_queue` and `job_i1` to `job_i3` in its src/plans.js); with a slot of time they keep it for that time.
 */
const untilDone = (argument: number, prefix: string): InertModel => ({
  when: [
    { place: { argument, property: `${prefix}id` }, absent: true },
    ...["singletonSeconds", "singletonMinutes", "singletonHours", "singletonOn"].map((name) => ({
      place: { argument, property: `${prefix}${name}` },
      absent: true,
    })),
  ],
  why: "a queue of pg-boss's standard policy ignores singletonKey, and the others forget it as soon as the job is done",
  partly: true,
});

/** Where the jobs of an `insert` stand in a list. */
const idOfEach = (argument: number): KeyModel => ({
  place: "the id of each job",
  argument,
  property: "[].id",
  also: ["[].singletonKey"],
  use: "required",
  uuid: true,
  inert: [untilDone(argument, "[].")],
});

/** pg-boss: jobs in PostgreSQL. */
export default {
  library: "pg-boss",
  packages: ["pg-boss"],
  versions: ">=9",
  docs: "https://timgit.github.io/pg-boss/",
  names: { default: "PgBoss" },
  calls: [
    // `send({ name, data, options })`
    {
      match: "PgBoss#send",
      when: [{ place: { argument: 0, property: "name" } }],
      effect: "enqueue",
      target: { argument: 0, property: "name" },
      values: { argument: 0, property: "data" },
      key: {
        place: "the id option",
        argument: 0,
        property: "options.id",
        also: ["options.singletonKey"],
        use: "required",
        uuid: true,
        inert: [untilDone(0, "options.")],
      },
      returns: "reply",
    },
    // One job in a slot of so many seconds, or one for each key.
    {
      match: ["PgBoss#sendThrottled", "PgBoss#sendDebounced"],
      effect: "enqueue",
      target: { argument: 0 },
      values: { argument: 1 },
      key: { place: "the key argument", argument: 4, use: "optional" },
      returns: "reply",
    },
    {
      match: ["PgBoss#send", "PgBoss#sendAfter"],
      effect: "enqueue",
      target: { argument: 0 },
      values: { argument: 1 },
      key: {
        place: "the id option",
        argument: 2,
        property: "id",
        also: ["singletonKey"],
        use: "required",
        uuid: true,
        inert: [untilDone(2, "")],
      },
      returns: "reply",
    },
    // `insert([{ name, data }])`, before version 11.
    {
      match: "PgBoss#insert",
      when: [{ place: { argument: 1 }, absent: true }],
      effect: "enqueue",
      target: { argument: 0, property: "[].name" },
      values: { argument: 0, property: "[].data" },
      key: idOfEach(0),
    },
    {
      match: "PgBoss#insert",
      effect: "enqueue",
      target: { argument: 0 },
      values: { argument: 1 },
      key: idOfEach(1),
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
} satisfies LibraryModel;
