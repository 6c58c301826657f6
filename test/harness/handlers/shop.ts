import { createHash } from "node:crypto";
import type pg from "pg";

/** Tables of the little shop that the handlers below write to. */
export const SCHEMA = `
CREATE TABLE orders (
  id serial PRIMARY KEY,
  request_key text,
  sku text NOT NULL,
  amount integer NOT NULL,
  charge_id text,
  status text NOT NULL DEFAULT 'new',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE order_items (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), order_id integer NOT NULL REFERENCES orders (id), sku text NOT NULL);
CREATE TABLE unique_orders (id serial PRIMARY KEY, request_key text UNIQUE, amount integer NOT NULL, charge_id text, status text NOT NULL DEFAULT 'new');
CREATE TABLE idempotency_keys (key text PRIMARY KEY, status text NOT NULL, response jsonb);
CREATE TABLE single_orders (id serial PRIMARY KEY, request_key text UNIQUE, amount integer NOT NULL);
CREATE TABLE accounts (id text PRIMARY KEY, balance integer NOT NULL);
INSERT INTO accounts VALUES ('a', 1000);
`;

export interface Order {
  readonly sku: string;
  readonly amount: number;
}

export interface Call {
  readonly key: string;
  readonly order: Order;
}

export type Handler = (pool: pg.Pool, call: Call) => Promise<{ status: number; body?: unknown }>;

/** Charges through the provider as an SDK does: form-encoded, with or without a key. */
export async function charge(amount: number, key?: string): Promise<string> {
  const response = await fetch("https://api.stripe.com/v1/charges", {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
    body: new URLSearchParams({ amount: String(amount), currency: "eur" }),
  });
  if (!response.ok) throw new Error(`charge failed: ${response.status}`);
  return ((await response.json()) as { id: string }).id;
}

/** Wrong: charges without a key, and inserts without a constraint. */
export const doubleCharge: Handler = async (pool, { order }) => {
  const chargeId = await charge(order.amount);
  const { rows } = await pool.query<{ id: number; status: string }>(
    "INSERT INTO orders (sku, amount, charge_id) VALUES ($1, $2, $3) RETURNING id",
    [order.sku, order.amount, chargeId],
  );
  await pool.query("INSERT INTO order_items (order_id, sku) VALUES ($1, $2)", [rows[0]?.id, order.sku]);
  return { status: 201, body: { id: rows[0]?.id } };
};

/** Wrong only when two attempts meet: looks first, then inserts, with nothing to hold the second one back. */
export const checkThenAct: Handler = async (pool, { key, order }) => {
  const found = await pool.query<{ id: number; status: string }>("SELECT id FROM orders WHERE request_key = $1", [key]);
  if (found.rows.length > 0) return { status: 200, body: { id: found.rows[0]?.id } };
  const made = await pool.query<{ id: number; status: string }>(
    "INSERT INTO orders (request_key, sku, amount) VALUES ($1, $2, $3) RETURNING id",
    [key, order.sku, order.amount],
  );
  return { status: 201, body: { id: made.rows[0]?.id } };
};

/** Wrong when a reply is lost: asks for the charge again under a new key when the first call seems to have failed. */
export const lostReply: Handler = async (pool, { key, order }) => {
  const claimed = await pool.query(
    "INSERT INTO unique_orders (request_key, amount) VALUES ($1, $2) ON CONFLICT (request_key) DO NOTHING",
    [key, order.amount],
  );
  const { rows } = await pool.query<{ id: number; status: string }>(
    "SELECT status FROM unique_orders WHERE request_key = $1",
    [key],
  );
  if (claimed.rowCount === 0 && rows[0]?.status === "paid") return { status: 200 };
  const chargeId = await charge(order.amount);
  await pool.query("UPDATE unique_orders SET charge_id = $2, status = 'paid' WHERE request_key = $1", [key, chargeId]);
  return { status: 201 };
};

/** Right: one row a key by constraint, one charge a key at the provider. */
export const guarded: Handler = async (pool, { key, order }) => {
  const client = await pool.connect();
  try {
    const chargeId = await charge(order.amount, `charge:${createHash("sha256").update(key).digest("hex")}`);
    await client.query("BEGIN");
    await client.query(
      "INSERT INTO unique_orders (request_key, amount, charge_id, status) VALUES ($1, $2, $3, 'paid') ON CONFLICT (request_key) DO NOTHING",
      [key, order.amount, chargeId],
    );
    await client.query("COMMIT");
    return { status: 201 };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};

/** Wrong: claims the key before the work and never gives it back, so a failed attempt can never be repeated. */
export const wedged: Handler = async (pool, { key, order }) => {
  const claim = await pool.query(
    "INSERT INTO idempotency_keys (key, status) VALUES ($1, 'running') ON CONFLICT DO NOTHING",
    [key],
  );
  if (claim.rowCount === 0) {
    const { rows } = await pool.query<{ id: number; status: string }>(
      "SELECT status FROM idempotency_keys WHERE key = $1",
      [key],
    );
    return rows[0]?.status === "done" ? { status: 200 } : { status: 409, body: { error: "in progress" } };
  }
  const chargeId = await charge(order.amount, key);
  await pool.query("INSERT INTO orders (request_key, sku, amount, charge_id) VALUES ($1, $2, $3, $4)", [
    key,
    order.sku,
    order.amount,
    chargeId,
  ]);
  await pool.query("UPDATE idempotency_keys SET status = 'done' WHERE key = $1", [key]);
  return { status: 201 };
};

/** Wrong: the row is right, but whoever comes again is told of a fault for ever. */
export const unhandledConflict: Handler = async (pool, { key, order }) => {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("INSERT INTO unique_orders (request_key, amount) VALUES ($1, $2)", [key, order.amount]);
    await client.query("COMMIT");
    return { status: 201 };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};

/** Right: whoever comes again is told that it was done, in the words that a plain repetition gets. */
export const refusing: Handler = async (pool, call) => {
  try {
    return await unhandledConflict(pool, call);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "23505") throw error;
    return { status: 409, body: { error: "ordered already" } };
  }
};

/** Wrong: ignores every request but the first that it ever saw. */
export const deadAfterFirst: Handler = async (pool, { order }) => {
  await pool.query("INSERT INTO single_orders (request_key, amount) VALUES ('only', $1) ON CONFLICT DO NOTHING", [
    order.amount,
  ]);
  return { status: 201 };
};

/** Right until the process restarts: remembers the keys in a variable. */
export function remembering(): Handler {
  const seen = new Map<string, Promise<void>>();
  const insert = async (pool: pg.Pool, { key, order }: Call): Promise<void> => {
    await pool.query("INSERT INTO unique_orders (request_key, amount) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
      key,
      order.amount,
    ]);
  };
  return async (pool, call) => {
    const known = seen.get(call.key);
    const work =
      known ??
      insert(pool, call).catch((error: unknown) => {
        seen.delete(call.key);
        throw error;
      });
    seen.set(call.key, work);
    await work;
    return { status: 200 };
  };
}

/** Does nothing at all, and says that it did. */
export const dead: Handler = () => Promise.resolve({ status: 200 });

let calls = 0;
/** Wrong now and then, whatever it is asked. */
export const moody: Handler = async (pool, { order }) => {
  calls += 1;
  for (let times = 0; times < (calls % 2 === 0 ? 2 : 1); times += 1) {
    await pool.query("INSERT INTO orders (sku, amount) VALUES ($1, $2)", [order.sku, order.amount]);
  }
  return { status: 201 };
};

/** Wrong: takes the amount off the balance each time. */
export const relative: Handler = async (pool, { order }) => {
  await pool.query("UPDATE accounts SET balance = balance - $1 WHERE id = 'a'", [order.amount]);
  return { status: 200 };
};

/** Right: everything in one transaction behind a claim, and the claim goes with it. */
export const oneTransaction: Handler = async (pool, { key, order }) => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const claim = await client.query(
      "INSERT INTO idempotency_keys (key, status) VALUES ($1, 'done') ON CONFLICT DO NOTHING",
      [key],
    );
    if (claim.rowCount === 0) {
      await client.query("ROLLBACK");
      return { status: 200 };
    }
    const { rows } = await client.query<{ id: number; status: string }>(
      "INSERT INTO orders (sku, amount) VALUES ($1, $2) RETURNING id",
      [order.sku, order.amount],
    );
    await client.query("INSERT INTO order_items (order_id, sku) VALUES ($1, $2)", [rows[0]?.id, order.sku]);
    await client.query("UPDATE accounts SET balance = balance - $1 WHERE id = 'a'", [order.amount]);
    await client.query("COMMIT");
    return { status: 201 };
  } catch (error) {
    broken = error as Error;
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release(broken);
  }
};

/**
 * Wrong only when the retry is broken too: the first way books the order in one transaction, the way that recovers from a failure
 * books it statement by statement.
 */
export const weakRecovery: Handler = async (pool, { key, order }) => {
  const claim = await pool.query(
    "INSERT INTO unique_orders (request_key, amount) VALUES ($1, $2) ON CONFLICT (request_key) DO NOTHING",
    [key, order.amount],
  );
  const { rows } = await pool.query<{ status: string }>("SELECT status FROM unique_orders WHERE request_key = $1", [
    key,
  ]);
  if (rows[0]?.status === "paid") return { status: 200 };
  await charge(order.amount, key);
  const book = ["INSERT INTO orders (sku, amount) VALUES ($1, $2)", [order.sku, order.amount]] as const;
  const close = ["UPDATE unique_orders SET status = 'paid' WHERE request_key = $1", [key]] as const;
  if (claim.rowCount === 0) {
    await pool.query(book[0], [...book[1]]);
    await pool.query(close[0], [...close[1]]);
    return { status: 201 };
  }
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(book[0], [...book[1]]);
    await client.query(close[0], [...close[1]]);
    await client.query("COMMIT");
    return { status: 201 };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};

/** Knows a key for some hours, by the clock of the process. */
export const forgettingAfter =
  (hours: number): Handler =>
  async (pool, { key, order }) => {
    const { rows } = await pool.query<{ response: { at: number } }>(
      "SELECT response FROM idempotency_keys WHERE key = $1",
      [key],
    );
    const known = rows[0]?.response.at;
    if (known !== undefined && Date.now() - known < hours * 3_600_000) return { status: 200 };
    await pool.query("INSERT INTO orders (sku, amount) VALUES ($1, $2)", [order.sku, order.amount]);
    await pool.query(
      "INSERT INTO idempotency_keys (key, status, response) VALUES ($1, 'done', $2) ON CONFLICT (key) DO UPDATE SET response = $2",
      [key, JSON.stringify({ at: Date.now() })],
    );
    return { status: 200 };
  };
