import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { postgres, verifyIdempotency } from "../../harness/api.js";
import { isEncryptionRequest, pgFramer } from "../../harness/proxy/pg-frames.js";
import type { Order } from "./handlers/shop.js";
import { post, shopDatabase } from "./support.js";
import { notRun } from "../services.js";

const APP = fileURLToPath(new URL("handlers/app.ts", import.meta.url));
const run = promisify(execFile);

describe("the PostgreSQL proxy", function () {
  this.timeout(300_000);

  const program = async (handler: string, only: readonly string[]) => {
    const { url } = await shopDatabase();
    return verifyIdempotency<Order>(
      {
        name: "POST /orders",
        start: { command: process.execPath, args: ["--import", "tsx", APP], env: { HANDLER: handler } },
        attempt: ({ url: base, key, payload }) => post(base, key, payload),
        payload: () => ({ sku: "sku-1", amount: 420 }),
        observe: [postgres(url, { proxy: true })],
      },
      { verdicts: false, only, budgetMs: 200_000 },
    );
  };

  it("sees one effect at COMMIT in a program without recorders, cuts its reply, and a right one holds", async () => {
    const verdict = await program("oneTransaction", ["S1", "S4", "S3", "S5-after"]);
    assert.ok(verdict.schedules.length >= 5);
    assert.ok(
      verdict.schedules.every((schedule) => schedule.result === "held"),
      verdict.timeline(),
    );
    const lost = verdict.schedules.filter((schedule) => schedule.family === "S4");
    assert.deepEqual(
      lost.map((schedule) => schedule.id),
      ["S4@update:idempotency_keys_+_orders_+_order_items_+_accounts#1"],
    );
  });

  it("confirms the lost reply of a program in another language", async function () {
    await run("psql", ["--version"]).catch(() => notRun(this, "psql is not installed"));
    const { url } = await shopDatabase();
    let database = "";
    const psql = (sql: string) =>
      run("psql", ["-v", "ON_ERROR_STOP=1", "-X", "-q", "-t", "-A", "-d", database, "-c", sql]);
    const verdict = await verifyIdempotency(
      {
        name: "script orders",
        start: ({ env }) => void (database = env["DATABASE_URL"] ?? ""),
        // Tries again only when it was told of a failure.
        attempt: async ({ key, attempt }) => {
          const { stdout } = await psql(`SELECT count(*) FROM orders WHERE request_key = '${key}' AND status = 'seen'`);
          if (attempt > 1 && stdout.trim() !== "0") return;
          await psql(`INSERT INTO orders (request_key, sku, amount) VALUES ('${key}', 'a', 1)`);
          await psql(`UPDATE orders SET status = 'seen' WHERE request_key = '${key}'`);
        },
        observe: [postgres(url, { proxy: true })],
      },
      { verdicts: false, only: ["S4"], budgetMs: 200_000 },
    );
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.equal(verdict.schedule, "S4@insert:orders#1");
  });

  it("cuts a stream into messages wherever it is split", () => {
    const start = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]);
    const query = Buffer.from([0x51, 0, 0, 0, 13, ...Buffer.from("SELECT 1"), 0]);
    const whole = Buffer.concat([start, query, query]);
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const frame = pgFramer(true);
      const messages = [...frame(whole.subarray(0, cut)), ...frame(whole.subarray(cut))];
      assert.deepEqual(
        messages.map(({ type }) => type),
        ["", "Q", "Q"],
      );
      assert.deepEqual(Buffer.concat(messages.map(({ bytes }) => bytes)), whole);
    }
    assert.equal(isEncryptionRequest(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])), true);
    assert.equal(isEncryptionRequest(start), false);
  });
});
