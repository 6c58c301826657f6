/**
 * The harness's own numbers: `npx tsx bench/harness/run.ts [repeats]`. Ratios and medians of one run on one machine;
 * repeats (default 100) is how often the right handlers are verified.
 */
import { fileURLToPath } from "node:url";
import pg from "pg";
import { embedded, http, postgres, verifyIdempotency, type Verdict, type VerifyOptions } from "../../harness/api.js";
import { watch } from "../../harness/gate.js";
import { invocations } from "../../harness/context.js";
import { callerFrame } from "../../harness/place.js";
import { performStatement, type SqlStatement } from "../../harness/recorders/sql-gate.js";
import { serve } from "../../test/harness/handlers/serve.js";
import * as shop from "../../test/harness/handlers/shop.js";

const repeats = Number(process.argv[2] ?? 100);
const database = await embedded({ schema: shop.SCHEMA });
const pgliteDatabase = embedded({ engine: "pglite", schema: shop.SCHEMA });
const rows: (readonly [string, string])[] = [];

rows.push([
  "one schedule in process over PGlite (median)",
  `${await perSchedule(() => overPglite())}, ${await processorTime()} ms of processor time`,
]);
rows.push([
  "one schedule in process over HTTP and PostgreSQL (median)",
  await perSchedule(() => verified(shop.guarded)),
]);
rows.push([
  "one schedule through the proxy (median)",
  await perSchedule(() => program({ proxy: true }, ["S1", "S2", "S3", "S4"])),
]);
rows.push(["one schedule with a killed child (median)", await perSchedule(() => program({}, ["S5"]))]);
rows.push(["a handler with 5 effects, full set without S5", await fiveEffects()]);
rows.push(["recorder overhead per effect, processor time (median)", `${(await overhead()).toFixed(0)} µs`]);
rows.push([`false confirmations of right handlers in ${repeats} repeats`, String(await falseConfirmations())]);
rows.push(["reproductions of one race by its schedule id, of 20", String(await reproductions())]);
rows.push(["handlers without their guard that are confirmed", await mutants()]);
await database.close();
await (await pgliteDatabase).close();

const width = Math.max(...rows.map(([name]) => name.length));
for (const [name, value] of rows) console.log(`${name.padEnd(width)}  ${value}`);

async function verified(handler: shop.Handler, options: VerifyOptions = {}): Promise<Verdict> {
  const pool = new pg.Pool({ connectionString: database.url });
  try {
    return await verifyIdempotency<shop.Order>(
      {
        name: "POST /orders",
        start: () => serve(pool, handler),
        attempt: ({ url, key, payload }) =>
          fetch(`${url}/orders`, {
            method: "POST",
            headers: { "idempotency-key": key },
            body: JSON.stringify(payload),
          }),
        payload: () => ({ sku: "sku-1", amount: 420 }),
        observe: [postgres(pool), http({ provider: "api.stripe.com" })],
      },
      { verdicts: false, budgetMs: 600_000, ...options },
    );
  } finally {
    await pool.end();
  }
}

async function perSchedule(verify: () => Promise<Verdict>): Promise<string> {
  return `${median((await verify()).schedules.map(({ durationMs }) => durationMs))} ms`;
}

/** What one run over PGlite costs this process, whatever else the machine does; clean runs and controls are runs too. */
async function processorTime(): Promise<string> {
  const costs: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    let runs = 0;
    const before = process.cpuUsage();
    await overPglite(() => void (runs += 1));
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 1_000 / runs);
  }
  return median(costs).toFixed(0);
}

/** Two effects, called as a function. */
async function overPglite(reset: () => void = () => undefined): Promise<Verdict> {
  const own = await pgliteDatabase;
  const pglite = own.handle as { query(text: string, values: readonly unknown[]): Promise<unknown> };
  const insert = "INSERT INTO unique_orders (request_key, amount) VALUES ($1, 1) ON CONFLICT DO NOTHING";
  return verifyIdempotency(
    {
      name: "job orders",
      attempt: async ({ key }) => {
        await pglite.query(insert, [key]);
        await pglite.query("UPDATE unique_orders SET status = 'paid' WHERE request_key = $1", [key]);
      },
      observe: [postgres(pglite)],
      reset,
    },
    { verdicts: false, budgetMs: 600_000 },
  );
}

/** The shop as a program of its own: seen at the wire, or recorded and killed. */
function program(choice: { readonly proxy?: boolean }, only: readonly string[]): Promise<Verdict> {
  const app = fileURLToPath(new URL("../../test/harness/handlers/app.ts", import.meta.url));
  return verifyIdempotency<shop.Order>(
    {
      name: "POST /orders",
      start: { command: process.execPath, args: ["--import", "tsx", app], env: { HANDLER: "oneTransaction" } },
      attempt: ({ url, key, payload }) =>
        fetch(`${url}/orders`, { method: "POST", headers: { "idempotency-key": key }, body: JSON.stringify(payload) }),
      payload: () => ({ sku: "sku-1", amount: 420 }),
      observe: [postgres(database.url, choice)],
    },
    { verdicts: false, budgetMs: 600_000, only },
  );
}

/** Four writes and a charge, each under the caller's key. */
async function fiveEffects(): Promise<string> {
  const steps = ["a", "b", "c", "d"];
  const insert = "INSERT INTO unique_orders (request_key, amount) VALUES ($1, 1) ON CONFLICT DO NOTHING";
  const { schedules, durationMs, verdict } = await verified(async (pool, { key, order }) => {
    await shop.charge(order.amount, key);
    for (const step of steps) await pool.query(insert, [`${step}:${key}`]);
    return { status: 201 };
  });
  return `${(durationMs / 1_000).toFixed(1)} s for ${schedules.length} schedules (${verdict})`;
}

/** Processor time of the recorder alone: the statement behind it does nothing. */
async function overhead(): Promise<number> {
  const statement = (): SqlStatement => {
    const frame = callerFrame();
    return {
      driver: "pg",
      text: "UPDATE accounts SET balance = 1",
      ...(frame ? { frame } : {}),
      broken: () => new Error("lost"),
      rollBack: () => Promise.resolve(),
    };
  };
  const unwatch = watch({ before: () => undefined, after: () => undefined, ended: () => undefined });
  const rounds: number[] = [];
  await invocations.run({ id: "bench", attempt: 1, seed: 1, clock: 0 }, async () => {
    for (let round = 0; round < 7; round += 1) {
      const before = process.cpuUsage();
      for (let turn = 0; turn < 2_000; turn += 1) await performStatement({}, statement(), () => Promise.resolve());
      const { user, system } = process.cpuUsage(before);
      rounds.push((user + system) / 2_000);
    }
  });
  unwatch();
  return median(rounds);
}

async function falseConfirmations(): Promise<number> {
  let found = 0;
  for (let turn = 0; turn < repeats; turn += 1) {
    for (const handler of [shop.guarded, shop.oneTransaction]) {
      if ((await verified(handler, { seed: turn + 1 })).verdict !== "refuted") found += 1;
    }
  }
  return found;
}

async function reproductions(): Promise<number> {
  const { schedule = "" } = await verified(shop.checkThenAct, { only: ["S6"] });
  let same = 0;
  for (let turn = 0; turn < 20; turn += 1) {
    const again = await verified(shop.checkThenAct, { schedule });
    if (again.verdict === "confirmed" && again.schedule === schedule) same += 1;
  }
  return same;
}

/** The wrong handlers are the right ones with one guard taken away. */
async function mutants(): Promise<string> {
  const handlers = [shop.doubleCharge, shop.checkThenAct, shop.lostReply, shop.relative];
  let confirmed = 0;
  for (const handler of handlers) if ((await verified(handler)).verdict === "confirmed") confirmed += 1;
  return `${confirmed} of ${handlers.length}`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
