import assert from "node:assert/strict";
import pg from "pg";
import * as shop from "./handlers/shop.js";
import { byTarget, shopDatabase, verifyShop } from "./support.js";

describe("verifyIdempotency", function () {
  this.timeout(120_000);

  it("confirms a charge without a key by sending the request again", async () => {
    const verdict = await verifyShop(shop.doubleCharge);
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.equal(verdict.schedule, "S1");
    assert.deepEqual(byTarget(verdict), {
      "call POST api.stripe.com/v1/charges": "confirmed",
      "insert orders": "confirmed",
      "insert order_items": "confirmed",
    });
  });

  it("confirms a check before an insert only when two attempts meet", async () => {
    const verdict = await verifyShop(shop.checkThenAct);
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.match(verdict.schedule ?? "", /^S6-AB@shop\.ts:\d+#1$/);
    const broken = verdict.schedules.filter((schedule) => schedule.result === "repeated");
    assert.deepEqual([...new Set(broken.map((schedule) => schedule.family))], ["S6"]);
  });

  it("confirms a charge that is made again when its reply is lost, and says that the claim before it holds", async () => {
    const verdict = await verifyShop(shop.lostReply);
    assert.match(verdict.schedule ?? "", /^S4@/, verdict.timeline());
    assert.equal(byTarget(verdict)["call POST api.stripe.com/v1/charges"], "confirmed");
    assert.notEqual(byTarget(verdict)["insert unique_orders"], "confirmed");
  });

  it("refutes a handler with a unique key and a keyed charge, and names what its guard is", async () => {
    const verdict = await verifyShop(shop.guarded);
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
    assert.match(verdict.controls?.mutant.what ?? "", /the keys at api\.stripe\.com forgotten/);
    assert.ok(verdict.sites.every((site) => site.verdict === "refuted"));
    verdict.assertIdempotent();
  });

  it("refutes a handler whose claim and work share one transaction, as one effect at COMMIT", async () => {
    const verdict = await verifyShop(shop.oneTransaction);
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
    assert.equal(verdict.schedules.filter((schedule) => schedule.family === "S4").length, 1);
    assert.equal(verdict.sites.length, 4);
  });

  it("strikes a loop at its first, second and last turn, and at any other that is named", async () => {
    const insert = "INSERT INTO unique_orders (request_key, amount) VALUES ($1, 1) ON CONFLICT DO NOTHING";
    const loop: shop.Handler = async (pool, { key }) => {
      for (const line of ["a", "b", "c", "d", "e"]) await pool.query(insert, [`${line}:${key}`]);
      return { status: 201 };
    };
    const verdict = await verifyShop(loop);
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
    const lost = verdict.schedules.filter(({ family }) => family === "S4").map(({ id }) => id);
    assert.deepEqual(
      lost.map((id) => id.split("#")[1]),
      ["1", "2", "5"],
    );
    const fourth = `${lost[0]?.split("#")[0] ?? ""}#4`;
    const named = await verifyShop(loop, { schedule: fourth });
    assert.deepEqual(
      named.schedules.map(({ id, result }) => [id, result]),
      [[fourth, "held"]],
    );
  });

  it("strikes every statement that one line of a helper sends", async () => {
    const verdict = await verifyShop(async (pool, { key }) => {
      const run = (text: string): Promise<unknown> => pool.query(text, [key]);
      await run("INSERT INTO unique_orders (request_key, amount) VALUES ($1, 1) ON CONFLICT DO NOTHING");
      for (const status of ["placed", "paid", "sent"])
        await run(`UPDATE unique_orders SET status = '${status}' WHERE request_key = $1`);
      return { status: 201 };
    });
    assert.equal(verdict.schedules.filter(({ family }) => family === "S4").length, 4, verdict.timeline());
  });

  it("calls a handler wedged that never gives its claim back", async () => {
    const verdict = await verifyShop(shop.wedged);
    assert.equal(verdict.verdict, "wedged", verdict.timeline());
    assert.match(verdict.reason, /no attempt succeeds any more/);
    assert.equal(byTarget(verdict)["insert idempotency_keys"], "wedged");
  });

  it("calls a handler wedged whose effect is right and whose retries all fail, at the call that fails", async () => {
    const verdict = await verifyShop(shop.unhandledConflict);
    assert.equal(verdict.verdict, "wedged", verdict.timeline());
    assert.equal(verdict.schedule, "S2");
    assert.match(verdict.reason, /the same as once, but no retry succeeds any more: 3 were answered with 500 /);
    assert.deepEqual(byTarget(verdict), { "insert unique_orders": "wedged" });
  });

  it("does not call a handler wedged that tells a retry after a fault what it tells every repetition", async () => {
    const verdict = await verifyShop(shop.refusing);
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
  });

  it("confirms a relative update, which holds other values the second time", async () => {
    const verdict = await verifyShop(shop.relative);
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.match(verdict.timeline(), /balance=580[\s\S]*balance=160/);
  });

  it("does not pass a handler that ignores new work", async () => {
    const verdict = await verifyShop(shop.deadAfterFirst);
    assert.equal(verdict.verdict, "inconclusive", verdict.timeline());
    assert.match(verdict.reason, /another key had no second effect/);
    assert.throws(() => verdict.assertIdempotent(), /another key had no second effect: this handler ignores/);
  });

  it("says which table it cannot watch", async () => {
    const { url } = await shopDatabase();
    const late: shop.Handler = async (pool, { key }) => {
      await pool.query("CREATE TABLE IF NOT EXISTS late_orders (request_key text)");
      await pool.query("INSERT INTO late_orders VALUES ($1)", [key]);
      return { status: 201 };
    };
    try {
      const verdict = await verifyShop(late, { url, only: ["S1"] });
      assert.equal(verdict.verdict, "inconclusive", verdict.timeline());
      assert.match(verdict.reason, /it writes to late_orders, which is not watched/);
    } finally {
      const pool = new pg.Pool({ connectionString: url });
      await pool.query("DROP TABLE IF EXISTS late_orders");
      await pool.end();
    }
  });

  it("does not pass a handler that does nothing", async () => {
    const verdict = await verifyShop(shop.dead);
    assert.equal(verdict.verdict, "not-reached", verdict.timeline());
  });

  it("calls a handler flaky whose clean runs differ", async () => {
    const verdict = await verifyShop(shop.moody);
    assert.equal(verdict.verdict, "flaky", verdict.timeline());
  });

  it("does not refute a guard that lives in the memory of the process", async () => {
    const verdict = await verifyShop(shop.remembering());
    assert.equal(verdict.verdict, "inconclusive", verdict.timeline());
    assert.match(verdict.reason, /memory of the process/);
  });

  it("gives a reason instead of a verdict when a clean attempt fails", async () => {
    const verdict = await verifyShop(() => Promise.reject(new Error("no such product")));
    assert.equal(verdict.verdict, "inconclusive");
    assert.match(verdict.reason, /a clean attempt failed: 500 .*no such product/);
  });

  it("repeats one schedule by its id, with the same verdict each time", async () => {
    const found = await verifyShop(shop.checkThenAct);
    for (let times = 0; times < 5; times += 1) {
      const again = await verifyShop(shop.checkThenAct, { schedule: found.schedule ?? "" });
      assert.equal(again.verdict, "confirmed");
      assert.equal(again.schedule, found.schedule);
      assert.equal(again.schedules.length, 1);
    }
  });

  it("runs the families that are asked for, and does not refute on a part", async () => {
    const verdict = await verifyShop(shop.guarded, { only: ["S1", "S4"] });
    assert.deepEqual([...new Set(verdict.schedules.map((schedule) => schedule.family))], ["S1", "S4"]);
    assert.equal(verdict.verdict, "inconclusive");
    assert.match(verdict.reason, /was not run/);
  });

  it("confirms what only a second fault breaks at depth 2, and repeats it by the pair's id", async () => {
    const only = ["S4", "S3"];
    const alone = await verifyShop(shop.weakRecovery, { only });
    assert.equal(alone.verdict, "inconclusive", alone.timeline());
    const verdict = await verifyShop(shop.weakRecovery, { only, depth: 2 });
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.match(verdict.schedule ?? "", /^S\d(-\w+)?@shop\.ts:\d+#\d\+S\d(-\w+)?@shop\.ts:\d+#\d$/);
    assert.equal(byTarget(verdict)["insert orders"], "confirmed");
    const again = await verifyShop(shop.weakRecovery, { schedule: verdict.schedule ?? "" });
    assert.deepEqual([again.verdict, again.schedule], ["confirmed", verdict.schedule]);
  });

  it("splits the schedules between shards without losing one", async () => {
    const whole = await verifyShop(shop.guarded);
    const parts = [await verifyShop(shop.guarded, { shard: "1/2" }), await verifyShop(shop.guarded, { shard: "2/2" })];
    const ids = parts.flatMap((part) => part.schedules.map((schedule) => schedule.id));
    assert.deepEqual(ids.sort(), whole.schedules.map((schedule) => schedule.id).sort());
  });
});
