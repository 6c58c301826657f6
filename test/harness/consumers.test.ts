import assert from "node:assert/strict";
import pg from "pg";
import { postgres, verifyIdempotency, type Verdict } from "../../harness/api.js";
import { shopDatabase } from "./support.js";

interface Message {
  readonly id: string;
  readonly status: string;
}

describe("consumers", function () {
  this.timeout(120_000);
  let pool: pg.Pool;
  before(async () => (pool = new pg.Pool({ connectionString: (await shopDatabase()).url })));
  after(() => pool.end());

  const verified = (handle: (message: Message) => Promise<unknown>): Promise<Verdict> =>
    verifyIdempotency<Message>(
      {
        name: "queue order-status",
        consumer: true,
        payload: ({ key, number }) => ({ id: key, status: `status-${number}` }),
        attempt: ({ payload }) => handle(payload),
        observe: [postgres(pool)],
      },
      { verdicts: false, budgetMs: 100_000 },
    );

  it("confirms a message that takes back a newer one when it is delivered late", async () => {
    const verdict = await verified(({ status }) =>
      pool.query("UPDATE accounts SET id = id, balance = $1 WHERE id = 'a'", [status.length + Number(status.at(-1))]),
    );
    assert.equal(verdict.schedule, "S7-late", verdict.timeline());
  });

  it("refutes one that remembers the message and its effect together", async () => {
    const verdict = await verified(async ({ id, status }) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query("BEGIN");
        const seen = await client.query(
          "INSERT INTO idempotency_keys (key, status) VALUES ($1, 'done') ON CONFLICT DO NOTHING",
          [id],
        );
        if (seen.rowCount === 1)
          await client.query("UPDATE accounts SET balance = $1 WHERE id = 'a'", [Number(status.at(-1))]);
        await client.query("COMMIT");
      } catch (error) {
        broken = error as Error;
        await client.query("ROLLBACK").catch(() => undefined);
        throw error;
      } finally {
        client.release(broken);
      }
    });
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
    assert.ok(verdict.schedules.some((schedule) => schedule.id === "S7-late"));
  });
});
