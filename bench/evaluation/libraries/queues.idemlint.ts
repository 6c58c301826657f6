import type { Scenario } from "../../../harness/api.js";
import { databaseUrl, observe, payload, takeOrder, type Order } from "./orders.js";
import { packaged } from "./packages.js";

interface GraphileWorker {
  runOnce(options: object): Promise<void>;
  makeWorkerUtils(options: object): Promise<{
    migrate(): Promise<void>;
    addJob(task: string, payload: object, spec: object): Promise<unknown>;
  }>;
  readonly Logger: new (factory: () => () => void) => unknown;
}

interface BullMq {
  readonly Queue: new (
    name: string,
    options: object,
  ) => {
    add(name: string, data: Order, options: object): Promise<{ waitUntilFinished(events: unknown): Promise<unknown> }>;
    obliterate(options: object): Promise<void>;
    close(): Promise<void>;
  };
  readonly QueueEvents: new (
    name: string,
    options: object,
  ) => { close(): Promise<void>; waitUntilReady(): Promise<void> };
  readonly Worker: new (
    name: string,
    run: (job: { data: Order }) => Promise<unknown>,
    options: object,
  ) => {
    close(): Promise<void>;
  };
}

const { runOnce, makeWorkerUtils, Logger } = packaged("graphile-worker") as GraphileWorker;
const { Queue, QueueEvents, Worker } = packaged("bullmq") as BullMq;

const logger = new Logger(() => () => undefined);
const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger });
await utils.migrate();

/** The same job, added again under the same key after it was worked on. */
export const graphile: Scenario<Order> = {
  name: "graphile-worker, jobKey",
  payload,
  attempt: async ({ key, payload: order, deliver }) => {
    await deliver(() => utils.addJob("order", order, { jobKey: key, jobKeyMode: "unsafe_dedupe" }));
    const taskList = { order: (given: unknown) => takeOrder(given as Order) };
    await runOnce({ connectionString: databaseUrl, taskList, logger, noPreparedStatements: true });
  },
  observe,
};

const connection = { host: "127.0.0.1", db: 12, maxRetriesPerRequest: null };

const bull = (name: string, options: object): Scenario<Order> => {
  const queueName = `idemlint-evaluation-${process.pid}-${name.replaceAll(/\W+/g, "-")}`;
  let queue: InstanceType<BullMq["Queue"]>;
  let events: InstanceType<BullMq["QueueEvents"]>;
  return {
    name: `bullmq, jobId ${name}`,
    start: async () => {
      queue = new Queue(queueName, { connection });
      events = new QueueEvents(queueName, { connection });
      await events.waitUntilReady();
      const worker = new Worker(queueName, ({ data }) => takeOrder(data), { connection, concurrency: 2 });
      return {
        close: async () => {
          await queue.obliterate({ force: true });
          await worker.close();
          await events.close();
          await queue.close();
        },
      };
    },
    payload,
    attempt: ({ key, payload: order, deliver }) =>
      deliver(async () => (await queue.add("order", order, { jobId: key, ...options })).waitUntilFinished(events)),
    observe,
  };
};

/** The finished job stays, so a second one with its id is dropped. */
export const bullKept = bull("with finished jobs kept", {});

/** The finished job goes, and its id with it. */
export const bullRemoved = bull("with removeOnComplete", { removeOnComplete: true });
