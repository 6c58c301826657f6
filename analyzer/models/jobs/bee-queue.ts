import type { LibraryModel } from "../model.js";

/** Bee-Queue: jobs in Redis. */
export default {
  library: "Bee-Queue",
  packages: ["bee-queue"],
  versions: ">=1",
  docs: "https://github.com/bee-queue/bee-queue",
  names: { default: "Queue", "": "Queue", "default.Job#": "Job#" },
  calls: [
    {
      match: ["Queue#createJob().save", "Queue#createJob().**.save"],
      effect: "enqueue",
      target: { link: "new", argument: 0 },
      values: { link: "createJob", argument: 0 },
      key: { place: "the id that setId() sets", argument: 0, setBy: ["setId"], use: "required" },
    },
  ],
  entries: [
    {
      on: "call",
      match: "Queue#process",
      handlers: { from: 0 },
      kind: "queue",
      delivery: "redelivered",
      name: "queue {new:0}",
      repeatedBy: "Bee-Queue runs a stalled job again",
      parameters: [{ index: 0, kind: "message" }],
      identities: [{ what: "the job's id", expression: "{0}.id" }],
    },
  ],
} satisfies LibraryModel;
