import type { LibraryModel } from "../model.js";

/** Temporal's activities, which are retried. */
export default {
  library: "Temporal activity",
  packages: ["@temporalio/activity"],
  versions: ">=1",
  docs: "https://docs.temporal.io/activities",
  names: { "Context.current()": "Context#", "activityInfo()": "Info#", "Context#info": "Info#" },
  sources: [
    { match: ["Info#workflowExecution", "Info#activityId"], on: "read", kind: "message" },
    { match: ["Info#attempt", "Info#taskToken"], on: "read", kind: "attempt" },
  ],
} satisfies LibraryModel;
