/** What schedulers within a process have in common: none of them knows of the other replicas. */
export const everyReplica = {
  kind: "cron",
  delivery: "redelivered",
  repeatedBy: "every replica runs the job, and a slow run overlaps with the next one",
} as const;
