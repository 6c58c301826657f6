import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { mysql, redis, verifyIdempotency, http } from "../../harness/api.js";
import { recordInstalledDrivers } from "../../harness/recorders/installed.js";
import { needs } from "../services.js";
import { byTarget } from "./support.js";

const FIXTURES = join(process.cwd(), "fixtures");
const fixturePackage = createRequire(pathToFileURL(join(FIXTURES, "_.js")));
const NOTHING = { verdicts: false, budgetMs: 100_000 } as const;

/** What the suites opened; a suite that is not run opens nothing. */
const opened: (() => Promise<unknown>)[] = [];
after(() => Promise.all(opened.map((close) => close())));

describe("Redis", function () {
  this.timeout(120_000);
  before(needs("redis"));
  let client: RedisLike;
  before(async () => {
    const { Redis } = fixturePackage("ioredis") as { Redis: new (options: object) => RedisLike };
    client = new Redis({ host: "127.0.0.1", db: 13 });
    opened.push(() => client.quit());
    await client.set("shop:orders", "1");
  });
  after(() => client.del("shop:orders"));

  const counted = (attempt: (key: string) => Promise<unknown>) =>
    verifyIdempotency(
      { name: "job redis", attempt: ({ key }) => attempt(key), observe: [redis(client, { match: "shop:*" })] },
      NOTHING,
    );

  it("confirms a counter that goes up each time", async () => {
    const verdict = await counted(() => client.incr("shop:orders"));
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.deepEqual(byTarget(verdict), { "increment redis shop:orders": "confirmed" });
    assert.equal(verdict.sites[0]?.file.endsWith("stores.test.ts"), true);
  });

  it("finds the claim wedged that a failed attempt leaves, and the counter behind it not doubled", async () => {
    const verdict = await counted(async (key) => {
      const claimed = await client.set(`shop:idem:${key}`, "1", "EX", 60, "NX");
      if (claimed === "OK") await client.incr("shop:orders");
    });
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.match(verdict.timeline(), /− key=shop:orders value=2\s+\+ key=shop:orders value=1/);
  });

  it("refutes a claim and a counter that go together in one script", async () => {
    const script = "if redis.call('set', KEYS[1], '1', 'NX') then redis.call('incr', KEYS[2]) end";
    const verdict = await counted((key) => client.eval(script, 2, `shop:idem:${key}`, "shop:orders"));
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
  });

  it("takes a MULTI as one effect", async () => {
    const verdict = await counted((key) => client.multi().incr("shop:orders").set(`shop:last`, key).exec());
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.equal(verdict.schedules.filter((schedule) => schedule.family === "S4").length, 1);
  });

  it("sees node-redis", async () => {
    const { createClient } = fixturePackage("redis") as { createClient(options: object): NodeRedisLike };
    const other = createClient({ url: "redis://127.0.0.1:6379/13" });
    await other.connect();
    recordInstalledDrivers([FIXTURES]);
    const verdict = await verifyIdempotency(
      { name: "job redis", attempt: () => other.incr("shop:node"), observe: [redis(other, { match: "shop:*" })] },
      NOTHING,
    );
    await other.close();
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
  });

  it("counts jobs that BullMQ takes, and takes a job id once", async () => {
    const { Queue } = fixturePackage("bullmq") as { Queue: new (name: string, options: object) => QueueLike };
    recordInstalledDrivers([FIXTURES]);
    const queue = new Queue("idemlint-test", { connection: { host: "127.0.0.1", db: 14 } });
    const added = (options: (key: string) => object) =>
      verifyIdempotency(
        {
          name: "POST /jobs",
          attempt: ({ key }) => queue.add("mail", { to: "a" }, options(key)),
          observe: [http({ provider: "unused.example" })],
          reset: () => queue.obliterate({ force: true }),
        },
        NOTHING,
      );
    const twice = await added(() => ({}));
    const once = await added((key) => ({ jobId: key }));
    await queue.close();
    assert.equal(twice.verdict, "confirmed", twice.timeline());
    assert.equal(twice.sites[0]?.target, "queue idemlint-test");
    assert.equal(once.verdict, "refuted", once.timeline());
  });
});

describe("MariaDB", function () {
  this.timeout(120_000);
  before(needs("mysql"));
  let pool: MysqlPool;
  before(async () => {
    const { createPool } = fixturePackage("mysql2/promise") as { createPool(options: object): MysqlPool };
    const server = {
      host: "127.0.0.1",
      user: process.env["IDEMLINT_MYSQL_USER"] ?? "root",
      password: process.env["IDEMLINT_MYSQL_PASSWORD"] ?? "",
    };
    const admin = createPool(server);
    await admin.query("CREATE DATABASE IF NOT EXISTS idemlint_harness");
    await admin.end();
    pool = createPool({ ...server, database: "idemlint_harness" });
    opened.push(() => pool.end());
    await pool.query(
      "CREATE TABLE IF NOT EXISTS orders (id int AUTO_INCREMENT PRIMARY KEY, request_key varchar(64), amount int NOT NULL)",
    );
    await pool.query(
      "CREATE TABLE IF NOT EXISTS unique_orders (id int AUTO_INCREMENT PRIMARY KEY, request_key varchar(64) UNIQUE, amount int NOT NULL)",
    );
  });

  const verified = (attempt: (key: string) => Promise<unknown>) =>
    verifyIdempotency({ name: "job mysql", attempt: ({ key }) => attempt(key), observe: [mysql(pool)] }, NOTHING);

  it("confirms an insert without a constraint", async () => {
    const verdict = await verified(() => pool.query("INSERT INTO orders (amount) VALUES (?)", [5]));
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.deepEqual(byTarget(verdict), { "insert orders": "confirmed" });
  });

  it("confirms a check before an insert only when two attempts meet", async () => {
    const verdict = await verified(async (key) => {
      const [rows] = await pool.query("SELECT id FROM orders WHERE request_key = ?", [key]);
      if ((rows as readonly unknown[]).length === 0)
        await pool.execute("INSERT INTO orders (request_key, amount) VALUES (?, 5)", [key]);
    });
    assert.match(verdict.schedule ?? "", /^S6-AB@stores\.test\.ts:\d+#1$/, verdict.timeline());
  });

  it("refutes a unique key in a transaction, as one effect", async () => {
    const verdict = await verified(async (key) => {
      const connection = await pool.getConnection();
      try {
        await connection.beginTransaction();
        await connection.query("INSERT IGNORE INTO unique_orders (request_key, amount) VALUES (?, 5)", [key]);
        await connection.commit();
      } catch (error) {
        await connection.rollback().catch(() => undefined);
        throw error;
      } finally {
        connection.release();
      }
    });
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
    assert.equal(verdict.schedules.filter((schedule) => schedule.family === "S4").length, 1);
  });
});

describe("RabbitMQ", function () {
  this.timeout(120_000);
  before(needs("rabbitmq"));

  it("counts messages that are published, at the line that publishes them", async () => {
    recordInstalledDrivers([FIXTURES]);
    const amqplib = fixturePackage("amqplib") as { connect(url: string): Promise<AmqpConnection> };
    const connection = await amqplib.connect("amqp://127.0.0.1");
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue("idemlint-test", { durable: false, autoDelete: true });
    const verdict = await verifyIdempotency(
      {
        name: "job publish",
        attempt: async () => {
          channel.sendToQueue("idemlint-test", Buffer.from('{"to":"a"}'));
          await channel.waitForConfirms();
        },
        observe: [http({ provider: "unused.example" })],
      },
      NOTHING,
    );
    await connection.close();
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.deepEqual(byTarget(verdict), { "publish queue idemlint-test": "confirmed" });
  });
});

interface RedisLike {
  incr(key: string): Promise<number>;
  set(...args: readonly unknown[]): Promise<string | null>;
  eval(...args: readonly unknown[]): Promise<unknown>;
  multi(): { incr(key: string): { set(key: string, value: string): { exec(): Promise<unknown> } } };
  del(key: string): Promise<number>;
  quit(): Promise<unknown>;
}

interface NodeRedisLike {
  connect(): Promise<unknown>;
  incr(key: string): Promise<unknown>;
  close(): Promise<unknown>;
}

interface QueueLike {
  add(name: string, data: object, options: object): Promise<unknown>;
  obliterate(options: object): Promise<void>;
  close(): Promise<void>;
}

interface MysqlPool {
  query(sql: string, values?: readonly unknown[]): Promise<readonly [unknown, unknown]>;
  execute(sql: string, values?: readonly unknown[]): Promise<unknown>;
  getConnection(): Promise<
    MysqlPool & {
      beginTransaction(): Promise<void>;
      commit(): Promise<void>;
      rollback(): Promise<void>;
      release(): void;
    }
  >;
  end(): Promise<void>;
}

interface AmqpConnection {
  createConfirmChannel(): Promise<{
    assertQueue(name: string, options: object): Promise<unknown>;
    sendToQueue(name: string, content: Buffer): boolean;
    waitForConfirms(): Promise<void>;
  }>;
  close(): Promise<void>;
}
