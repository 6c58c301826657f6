import type { LibraryModel } from "../model.js";
import { everyReplica } from "./replicas.js";

/** toad-scheduler. */
export default {
  library: "toad-scheduler",
  packages: ["toad-scheduler"],
  versions: ">=2",
  docs: "https://github.com/kibertoad/toad-scheduler",
  entries: [{ on: "call", match: ["AsyncTask", "Task"], handlers: { argument: 1 }, name: "cron {0}", ...everyReplica }],
} satisfies LibraryModel;
