import type { LibraryModel } from "../model.js";

const job = {
  kind: "queue",
  delivery: "redelivered",
  repeatedBy: "another worker runs the job again once its lock has expired",
  parameters: [{ index: 0, kind: "message", members: { "attrs.failCount": "attempt", "attrs.lastRunAt": "attempt" } }],
  identities: [{ what: "the job's id", expression: "{0}.attrs._id" }],
} as const;

/** Agenda: jobs in a database. */
export default {
  library: "Agenda",
  packages: ["agenda"],
  versions: ">=4",
  docs: "https://github.com/agenda/agenda",
  names: { default: "Agenda" },
  calls: [
    { match: "Agenda#now", effect: "enqueue", target: { argument: 0 }, values: { argument: 1 } },
    { match: "Agenda#schedule", effect: "enqueue", target: { argument: 1 }, values: { argument: 2 } },
    { match: "Agenda#every", effect: "upsert", risk: "low", target: { argument: 1 } },
    // `agenda.create("charge", data).unique({ "data.orderId": id }).save()`
    {
      match: ["Agenda#create().save", "Agenda#create().**.save"],
      effect: "enqueue",
      target: { link: "create", argument: 0 },
      values: { link: "create", argument: 1 },
      key: { place: "unique()", argument: 0, setBy: ["unique"], use: "optional" },
    },
  ],
  entries: [
    { on: "call", match: "Agenda#define", handlers: { from: 1 }, name: "job {0}", ...job },
    ...["Define", "Every"].map((decorator) => ({
      on: "decorator" as const,
      decorator,
      classDecorator: "JobsController",
      name: "job {name}",
      ...job,
    })),
  ],
} satisfies LibraryModel;
