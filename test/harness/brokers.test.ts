import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { verifyIdempotency } from "../../harness/api.js";
import { recordInstalledDrivers } from "../../harness/recorders/installed.js";
import { needs } from "../services.js";
import { consumesRightly, PATIENT, scenario, type Handle, type Message } from "./message-handlers.js";
import { shopDatabase } from "./support.js";

const FIXTURES = join(process.cwd(), "fixtures");
const fixturePackage = createRequire(pathToFileURL(join(FIXTURES, "_.js")));

describe("messages over a real broker", function () {
  this.timeout(240_000);
  let pool: pg.Pool;
  before(async () => {
    recordInstalledDrivers([FIXTURES]);
    pool = new pg.Pool({ connectionString: (await shopDatabase()).url });
  });
  after(() => pool.end());

  describe("RabbitMQ", () => {
    before(needs("rabbitmq"));
    const queue = `idemlint-consumers-${process.pid}`;
    let connection: AmqpConnection;
    before(async () => {
      const { connect } = fixturePackage("amqplib") as { connect(url: string): Promise<AmqpConnection> };
      connection = await connect("amqp://127.0.0.1");
      await (await connection.createChannel()).assertQueue(queue, { durable: false });
    });
    after(async () => {
      await (await connection.createChannel()).deleteQueue(queue);
      await connection.close();
    });

    /**
     * Each attempt consumes on a channel of its own, which goes away before anything is acknowledged: the broker takes the message back
     * and delivers it again. Messages of other attempts are passed over, and go back with the channel.
     */
    const consume = async (handle: Handle, message: Message, deliver: Deliver): Promise<void> => {
      const channel = await connection.createChannel();
      try {
        const { messageCount } = await channel.checkQueue(queue);
        const seen = new Promise<boolean>((resolve, reject) => {
          let left = messageCount;
          let found = false;
          if (left === 0) resolve(false);
          void channel.consume(queue, (delivered) => {
            if (!delivered || found) return;
            left -= 1;
            found = delivered.properties.messageId === message.id;
            if (found)
              handle(pool, JSON.parse(delivered.content.toString()) as Message).then(() => resolve(true), reject);
            else if (left === 0) resolve(false);
          });
        });
        if (await seen) return;
      } finally {
        await channel.close();
      }
      const publisher = await connection.createConfirmChannel();
      deliver(() => publisher.sendToQueue(queue, Buffer.from(JSON.stringify(message)), { messageId: message.id }));
      await publisher.waitForConfirms();
      await publisher.close();
      return consume(handle, message, deliver);
    };

    consumesRightly((handle) =>
      verifyIdempotency(
        scenario(pool, "queue rabbit-orders", {
          attempt: ({ payload, deliver }) => consume(handle, payload, deliver),
          reset: async () => {
            const channel = await connection.createChannel();
            await channel.purgeQueue(queue);
            await channel.close();
          },
        }),
        PATIENT,
      ),
    );
  });

  describe("BullMQ", () => {
    before(needs("redis"));
    const name = `idemlint-consumers-${process.pid}`;
    const connection = { host: "127.0.0.1", db: 14, maxRetriesPerRequest: null };
    let queue: BullQueue;
    let events: Closable;
    let Worker: new (name: string, process: (job: BullJob) => Promise<unknown>, options: object) => Closable;
    before(async () => {
      const bullmq = fixturePackage("bullmq") as BullModule;
      queue = new bullmq.Queue(name, { connection });
      events = new bullmq.QueueEvents(name, { connection });
      Worker = bullmq.Worker;
      await queue.waitUntilReady();
    });
    after(async () => {
      await queue.obliterate({ force: true });
      await events.close();
      await queue.close();
    });

    consumesRightly((handle) =>
      verifyIdempotency(
        scenario(pool, "queue bull-orders", {
          start: () => new Worker(name, ({ data }) => handle(pool, data), { connection, concurrency: 2 }),
          // The producer did not hear that its job was taken, and adds it again.
          attempt: ({ payload, deliver }) =>
            deliver(async () => (await queue.add("take", payload)).waitUntilFinished(events)),
          reset: () => queue.obliterate({ force: true }),
        }),
        PATIENT,
      ),
    );
  });
});

type Deliver = <T>(send: () => T) => T;

interface Closable {
  close(): Promise<void>;
}

interface BullJob {
  readonly data: Message;
  waitUntilFinished(events: Closable): Promise<unknown>;
}

interface BullQueue extends Closable {
  add(name: string, data: Message): Promise<BullJob>;
  obliterate(options: object): Promise<void>;
  waitUntilReady(): Promise<unknown>;
}

interface BullModule {
  readonly Queue: new (name: string, options: object) => BullQueue;
  readonly QueueEvents: new (name: string, options: object) => Closable;
  readonly Worker: new (name: string, process: (job: BullJob) => Promise<unknown>, options: object) => Closable;
}

interface AmqpConnection {
  createChannel(): Promise<AmqpChannel>;
  createConfirmChannel(): Promise<AmqpChannel & { waitForConfirms(): Promise<void> }>;
  close(): Promise<void>;
}

interface AmqpChannel {
  assertQueue(name: string, options: object): Promise<unknown>;
  checkQueue(name: string): Promise<{ readonly messageCount: number }>;
  consume(name: string, take: (message: AmqpMessage | null) => void): Promise<unknown>;
  sendToQueue(name: string, content: Buffer, options: object): boolean;
  purgeQueue(name: string): Promise<unknown>;
  deleteQueue(name: string): Promise<unknown>;
  close(): Promise<void>;
}

interface AmqpMessage {
  readonly content: Buffer;
  readonly properties: { readonly messageId: string };
}
