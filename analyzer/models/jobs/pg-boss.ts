import type { LibraryModel } from "../model.js";

/** pg-boss: jobs in PostgreSQL. */
export default {
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
} satisfies LibraryModel;
