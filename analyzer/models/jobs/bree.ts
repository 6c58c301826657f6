import type { LibraryModel } from "../model.js";
import { everyReplica } from "./replicas.js";

/** Bree: a job is a file that a worker thread runs, or a function. */
export default {
  library: "Bree",
  packages: ["bree"],
  versions: ">=9",
  docs: "https://jobscheduler.net",
  names: { default: "Bree", "": "Bree" },
  entries: [
    {
      on: "call",
      match: "Bree",
      handlers: { argument: 0, property: "jobs.[].path" },
      name: "cron {0.jobs.[].name}",
      ...everyReplica,
    },
    {
      on: "call",
      match: "Bree#add",
      handlers: { argument: 0, property: "path" },
      name: "cron {0.name}",
      ...everyReplica,
    },
  ],
} satisfies LibraryModel;
