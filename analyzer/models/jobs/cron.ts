import type { LibraryModel } from "../model.js";
import { everyReplica } from "./replicas.js";

/** cron. */
export default {
  library: "cron",
  packages: ["cron"],
  versions: ">=2",
  docs: "https://github.com/kelektiv/node-cron",
  names: { default: "" },
  entries: [
    { on: "call", match: "CronJob", handlers: { argument: 1 }, name: "cron {0}", ...everyReplica },
    {
      on: "call",
      match: "CronJob.from",
      handlers: { argument: 0, property: "onTick" },
      name: "cron {0.cronTime}",
      ...everyReplica,
    },
  ],
} satisfies LibraryModel;
