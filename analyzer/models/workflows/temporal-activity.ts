import type { LibraryModel } from "../model.js";

/** Temporal's activities, which are retried. */
export default {
  library: "Temporal activity",
  packages: ["@temporalio/activity", "@temporalio/worker"],
  versions: ">=1",
  docs: "https://docs.temporal.io/activities",
  names: { "Context.current()": "Context#", "activityInfo()": "Info#", "Context#info": "Info#" },
  entries: [
    {
      on: "call",
      match: "Worker.create",
      handlers: { argument: 0, property: "activities" },
      kind: "job",
      delivery: "redelivered",
      name: "activity {property}",
      repeatedBy: "Temporal runs a failed or timed-out activity again, without a limit by default",
      parameters: [
        { index: 0, kind: "message" },
        { index: 1, kind: "message" },
      ],
      identities: [
        {
          what: "the workflow's id and the activity's",
          expression: "`${activityInfo().workflowExecution?.workflowId}-${activityInfo().activityId}`",
        },
      ],
    },
  ],
  sources: [
    { match: ["Info#workflowExecution", "Info#activityId"], on: "read", kind: "message" },
    { match: ["Info#attempt", "Info#taskToken"], on: "read", kind: "attempt" },
  ],
} satisfies LibraryModel;
