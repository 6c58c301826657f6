import type { LibraryModel } from "../model.js";
import agenda from "./agenda.js";
import beeQueue from "./bee-queue.js";
import bree from "./bree.js";
import bullmq from "./bullmq.js";
import cron from "./cron.js";
import croner from "./croner.js";
import graphileWorker from "./graphile-worker.js";
import nodeCron from "./node-cron.js";
import nodeSchedule from "./node-schedule.js";
import pgBoss from "./pg-boss.js";
import toadScheduler from "./toad-scheduler.js";

/** Job queues and schedulers. */
export const jobs: readonly LibraryModel[] = [
  agenda,
  beeQueue,
  bree,
  bullmq,
  cron,
  croner,
  graphileWorker,
  nodeCron,
  nodeSchedule,
  pgBoss,
  toadScheduler,
];
