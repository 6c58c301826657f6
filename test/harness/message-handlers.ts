import assert from "node:assert/strict";
import type pg from "pg";
import { postgres, type Scenario, type Verdict } from "../../harness/api.js";
import { byTarget } from "./support.js";

/** A message of the tests. */
export interface Message {
  readonly id: string;
  readonly amount: number;
}

/** Handles one message; the pool is the test's. */
export type Handle = (pool: pg.Pool, message: Message) => Promise<unknown>;

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
export function consumesRightly(verified: (handle: Handle) => Promise<Verdict>): void {
  it("confirms a consumer that forgets, at its own line", async () => {
    const verdict = await verified(forgetful);
    assert.equal(verdict.verdict, "confirmed", verdict.timeline());
    assert.deepEqual(byTarget(verdict), { "increment accounts": "confirmed" });
    assert.match(verdict.sites[0]?.file ?? "", /message-handlers\.ts$/);
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

/** What the scenarios of all brokers share. */
export function scenario(pool: pg.Pool, name: string, parts: Partial<Scenario<Message>>): Scenario<Message> {
  return {
    name,
    consumer: true,
    payload: ({ key, number }) => ({ id: key, amount: number * 10 }),
    attempt: () => undefined,
    observe: [postgres(pool)],
    ...parts,
  };
}

/** Long enough for a busy machine. */
export const PATIENT = { verdicts: false, budgetMs: 200_000 } as const;
