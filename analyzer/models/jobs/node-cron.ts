import type { LibraryModel } from "../model.js";
import { everyReplica } from "./replicas.js";

/** node-cron. */
export default {
  library: "node-cron",
  packages: ["node-cron"],
  versions: ">=3",
  docs: "https://nodecron.com/scheduling-options.html",
  names: { default: "" },
  entries: [
    { on: "call", match: ["schedule", "createTask"], handlers: { argument: 1 }, name: "cron {0}", ...everyReplica },
  ],
} satisfies LibraryModel;
