import type { LibraryModel } from "../model.js";
import { everyReplica } from "./replicas.js";

/** node-schedule. */
export default {
  library: "node-schedule",
  packages: ["node-schedule"],
  versions: ">=1",
  docs: "https://github.com/node-schedule/node-schedule",
  names: { default: "" },
  entries: [{ on: "call", match: "scheduleJob", handlers: { argument: -1 }, name: "cron {0}", ...everyReplica }],
} satisfies LibraryModel;
