import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { postgres, verifyIdempotency, type Scenario, type Verdict } from "../../harness/api.js";
import { recordInstalledDrivers } from "../../harness/recorders/installed.js";
import { needs } from "../services.js";
import { byTarget, shopDatabase } from "./support.js";

const FIXTURES = join(process.cwd(), "fixtures");
const fixturePackage = createRequire(pathToFileURL(join(FIXTURES, "_.js")));

interface Message {
  readonly id: string;
  readonly amount: number;
}

/** Handles one message; the pool is the test's. */
type Handle = (pool: pg.Pool, message: Message) => Promise<unknown>;

/** Wrong: takes the amount off once more with every delivery. */
const forgetful: Handle = (pool, { amount }) =>
  pool.query("UPDATE accounts SET balance = balance - $1 WHERE id = 'a'", [amount]);

/** Wrong only late: knows the newest message alone. */
const remembersTheLast: Handle = async (pool, { id, amount }) => {
  await pool.query(
    `WITH last AS (UPDATE single_orders SET request_key = $1 WHERE request_key <> $1 RETURNING id),
          first AS (INSERT INTO single_orders (request_key, amount) SELECT $1, 0
                    WHERE NOT EXISTS (SELECT 1 FROM single_orders) RETURNING id)
     UPDATE accounts SET balance = balance - $2
     WHERE id = 'a' AND (EXISTS (SELECT 1 FROM last) OR EXISTS (SELECT 1 FROM first))`,
    [id, amount],
  );
};

/** Right: the message's id and its effect commit together. */
const remembering: Handle = async (pool, { id, amount }) => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const { rowCount } = await client.query(
      "INSERT INTO idempotency_keys (key, status) VALUES ($1, 'done') ON CONFLICT DO NOTHING",
      [id],
    );
    if (rowCount === 1) await client.query("UPDATE accounts SET balance = balance - $1 WHERE id = 'a'", [amount]);
    await client.query("COMMIT");
  } catch (error) {
    broken = error as Error;
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release(broken);
  }
};

/** What handlers of one broker's messages are held to; `verified` brings the broker. */
function consumesRightly(verified: (handle: Handle) => Promise<Verdict>): void {
  it("confirms a consumer that forgets, at its own line", async () => {
    const verdict = await verified(forgetful);
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.deepEqual(byTarget(verdict), { "increment accounts": "confirmed" });
    assert.match(verdict.sites[0]?.file ?? "", /brokers\.test\.ts$/);
    assert.deepEqual(verdict.unattributed, []);
  });

  it("confirms one that remembers the last message only when an older one comes late", async () => {
    const verdict = await verified(remembersTheLast);
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    const late = verdict.schedules.filter(({ family }) => family === "S7");
    assert.deepEqual(
      late.map(({ id, result }) => [id, result]),
      [
        ["S7-late", "repeated"],
        ["S7-reversed", "repeated"],
      ],
    );
  });

  it("refutes one that remembers the message and its effect together, in every order", async () => {
    const verdict = await verified(remembering);
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
    const families = new Set(verdict.schedules.map(({ family }) => family));
    assert.deepEqual([...families], ["S1", "S2", "S7", "S4", "S3", "S6"]);
  });
}

/** What the scenarios of both brokers share. */
function scenario(pool: pg.Pool, name: string, parts: Partial<Scenario<Message>>): Scenario<Message> {
  return {
    name,
    consumer: true,
    payload: ({ key, number }) => ({ id: key, amount: number * 10 }),
    attempt: () => undefined,
    observe: [postgres(pool)],
    ...parts,
  };
}

const PATIENT = { verdicts: false, budgetMs: 200_000 } as const;

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
