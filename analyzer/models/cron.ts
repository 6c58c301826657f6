import type { LibraryModel } from "./model.js";

const shared = {
  kind: "cron",
  delivery: "redelivered",
  repeatedBy: "every replica runs the job, and a slow run overlaps with the next one",
} as const;

/** Schedulers in process: none of them knows of the other replicas. */
export default [
  {
    library: "node-cron",
    packages: ["node-cron"],
    versions: ">=3",
    docs: "https://nodecron.com/scheduling-options.html",
    names: { default: "" },
    entries: [
      { on: "call", match: ["schedule", "createTask"], handlers: { argument: 1 }, name: "cron {0}", ...shared },
    ],
  },
  {
    library: "cron",
    packages: ["cron"],
    versions: ">=2",
    docs: "https://github.com/kelektiv/node-cron",
    names: { default: "" },
    entries: [
      { on: "call", match: "CronJob", handlers: { argument: 1 }, name: "cron {0}", ...shared },
      {
        on: "call",
        match: "CronJob.from",
        handlers: { argument: 0, property: "onTick" },
        name: "cron {0.cronTime}",
        ...shared,
      },
    ],
  },
  {
    library: "croner",
    packages: ["croner"],
    versions: ">=6",
    docs: "https://croner.56k.guru/usage/examples/",
    names: { default: "Cron" },
    entries: [{ on: "call", match: "Cron", handlers: { from: 1 }, name: "cron {0}", ...shared }],
  },
  {
    library: "node-schedule",
    packages: ["node-schedule"],
    versions: ">=1",
    docs: "https://github.com/node-schedule/node-schedule",
    names: { default: "" },
    entries: [{ on: "call", match: "scheduleJob", handlers: { argument: -1 }, name: "cron {0}", ...shared }],
  },
] as const satisfies readonly LibraryModel[];
