import type { LibraryModel } from "../model.js";

/** Google Cloud Tasks: a task's name is its key. */
export default {
  library: "Google Cloud Tasks",
  packages: ["@google-cloud/tasks"],
  versions: ">=3",
  docs: "https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues.tasks/create",
  names: { "v2.CloudTasksClient": "CloudTasksClient" },
  calls: [
    {
      match: "CloudTasksClient#createTask",
      effect: "enqueue",
      target: { argument: 0, property: "parent" },
      values: { argument: 0, property: "task" },
      key: { place: "the task's name", argument: 0, property: "task.name", use: "required", window: 3_600 },
      returns: "reply",
    },
  ],
  conflicts: [{ property: "code", equals: 6 }],
} satisfies LibraryModel;
