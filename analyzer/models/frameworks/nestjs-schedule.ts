import type { LibraryModel } from "../model.js";

/** NestJS schedules: every replica runs the job. */
export default {
  library: "NestJS schedule",
  packages: ["@nestjs/schedule"],
  versions: ">=2",
  docs: "https://docs.nestjs.com/techniques/task-scheduling",
  entries: ["Cron", "Interval", "Timeout"].map((decorator) => ({
    on: "decorator" as const,
    decorator,
    kind: "cron" as const,
    delivery: "redelivered" as const,
    name: "cron {name}",
    repeatedBy: "every replica runs the job, and a slow run overlaps with the next one",
  })),
} satisfies LibraryModel;
