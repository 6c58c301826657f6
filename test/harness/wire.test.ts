import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { http, postgres, redis, verifyIdempotency, type Verdict } from "../../harness/api.js";
import { respFramer } from "../../harness/proxy/resp.js";
import { needs, notRun } from "../services.js";
import { shopDatabase } from "./support.js";

const run = promisify(execFile);
const fixturePackage = createRequire(pathToFileURL(join(process.cwd(), "fixtures", "_.js")));
const PATIENT = { verdicts: false, budgetMs: 100_000 } as const;

describe("the Redis proxy", function () {
  this.timeout(120_000);
  before(needs("redis"));
  before(async function () {
    await run("redis-cli", ["--version"]).catch(() => notRun(this, "redis-cli is not installed"));
  });
  let client: RedisLike;
  before(() => {
    const { Redis } = fixturePackage("ioredis") as { Redis: new (options: object) => RedisLike };
    client = new Redis({ host: "127.0.0.1", db: 11 });
  });
  after(() => client.quit());

  /** Verifies what `redis-cli` does with these commands, one connection an attempt. */
  const verified = (commands: (key: string) => string, only?: readonly string[]): Promise<Verdict> => {
    let url = "";
    return verifyIdempotency(
      {
        name: "script counters",
        start: ({ env }) => void (url = env["REDIS_URL"] ?? ""),
        attempt: async ({ key }) => {
          const child = run("redis-cli", ["-u", url, "-e"]);
          child.child.stdin?.end(commands(key));
          const { stderr } = await child;
          if (stderr !== "") throw new Error(stderr);
        },
        observe: [redis(client, { match: "wire:*", proxy: true })],
      },
      { ...PATIENT, ...(only ? { only } : {}) },
    );
  };

  it("sees commands of a program in another language, and cuts their replies", async () => {
    const verdict = await verified(() => "INCR wire:orders\n", ["S4"]);
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.equal(verdict.schedule, "S4@increment:redis_wire:orders#1");
  });

  it("takes MULTI and EXEC as one effect", async () => {
    const verdict = await verified((key) => `MULTI\nSET wire:last ${key}\nINCR wire:orders\nEXEC\n`);
    const lost = verdict.schedules.filter(({ family }) => family === "S4");
    assert.deepEqual(
      lost.map(({ id, result }) => [id, result]),
      [["S4@update:redis_wire:last_+_redis_wire:orders#1", "repeated"]],
    );
  });

  it("holds what one script does once", async () => {
    const script = "if redis.call('set', KEYS[1], '1', 'NX') then redis.call('incr', KEYS[2]) end";
    const verdict = await verified((key) => `EVAL "${script}" 2 wire:idem:${key} wire:orders\n`);
    assert.ok(
      verdict.schedules.every(({ result }) => result === "held"),
      verdict.timeline(),
    );
  });

  it("refuses TLS in one sentence", async () => {
    const secure = Object.assign(Object.create(client), { options: { host: "127.0.0.1", tls: {} } }) as RedisLike;
    await assert.rejects(
      verifyIdempotency(
        { name: "job x", attempt: () => undefined, observe: [redis(secure, { proxy: true })] },
        PATIENT,
      ),
      /^HarnessError: the proxy reads the wire, so the connection to Redis cannot be encrypted/,
    );
  });

  it("cuts a stream into messages wherever it is split", () => {
    const whole = Buffer.from(
      "*2\r\n$3\r\nGET\r\n$1\r\na\r\n+OK\r\n%1\r\n$1\r\nk\r\n*2\r\n:1\r\n$-1\r\n>2\r\n+message\r\n#t\r\nPING now\r\n",
    );
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const frame = respFramer();
      const messages = [...frame(whole.subarray(0, cut)), ...frame(whole.subarray(cut))];
      assert.deepEqual(
        messages.map(({ type, words }) => [type, ...words]),
        [["*", "GET", "a"], ["+"], ["%"], [">"], ["", "PING", "now"]],
      );
      assert.deepEqual(Buffer.concat(messages.map(({ bytes }) => bytes)), whole);
    }
  });
});

describe("the HTTP proxy", function () {
  this.timeout(120_000);
  before(async function () {
    await run("curl", ["--version"]).catch(() => notRun(this, "curl is not installed"));
  });

  const verified = (charge: (base: string, key: string) => readonly string[], only: readonly string[]) => {
    let base = "";
    return verifyIdempotency(
      {
        name: "script charge",
        start: ({ env }) => void (base = env["API_STRIPE_COM_URL"] ?? ""),
        attempt: ({ key }) => run("curl", ["-sSf", ...charge(base, key)]),
        observe: [http({ provider: "api.stripe.com", proxy: true })],
      },
      { ...PATIENT, only },
    );
  };

  it("cuts the reply to a call of a program in another language", async () => {
    const verdict = await verified((base) => [`${base}/v1/charges`, "-d", "amount=5"], ["S4"]);
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.equal(verdict.schedule, "S4@call:POST_api.stripe.com/v1/charges#1");
  });

  it("holds a call with a key, which the provider knows again", async () => {
    const verdict = await verified(
      (base, key) => [`${base}/v1/charges`, "-d", "amount=5", "-H", `Idempotency-Key: ${key}`],
      ["S1", "S3", "S4"],
    );
    assert.equal(verdict.schedules.length, 4);
    assert.ok(
      verdict.schedules.every(({ result }) => result === "held"),
      verdict.timeline(),
    );
  });

  it("stands before a service that really runs", async () => {
    const service = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
    await once(service, "listening");
    let base = "";
    const verdict = await verifyIdempotency(
      {
        name: "script inventory",
        start: ({ env }) => void (base = env["INVENTORY_INTERNAL_URL"] ?? ""),
        attempt: () => run("curl", ["-sSf", `${base}/reservations`, "-d", "{}"]),
        observe: [
          http({
            provider: "inventory.internal",
            proxy: true,
            upstream: `http://127.0.0.1:${(service.address() as AddressInfo).port}`,
          }),
        ],
      },
      { ...PATIENT, only: ["S4"] },
    );
    service.close().closeAllConnections();
    assert.equal(verdict.schedule, "S4@call:POST_inventory.internal/reservations#1", verdict.timeline());
  });

  it("refuses TLS in one sentence", async () => {
    const secure = http({ provider: "inventory.internal", proxy: true, upstream: "https://127.0.0.1:4010" });
    await assert.rejects(
      verifyIdempotency({ name: "job x", attempt: () => undefined, observe: [secure] }, PATIENT),
      /^HarnessError: the proxy reads the wire, so https:\/\/127\.0\.0\.1:4010 cannot be encrypted/,
    );
  });
});

it("the PostgreSQL proxy refuses TLS in one sentence", async () => {
  const { url } = await shopDatabase();
  const secure = postgres(`${url}?sslmode=require`, { proxy: true });
  await assert.rejects(
    verifyIdempotency({ name: "job x", attempt: () => undefined, observe: [secure] }, PATIENT),
    /^HarnessError: the proxy reads the wire, so the connection to PostgreSQL cannot be encrypted/,
  );
});

interface RedisLike {
  readonly options: object;
  quit(): Promise<unknown>;
}
