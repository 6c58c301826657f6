import { misses } from "./misses.js";

const HEAD = `import { Worker } from "bullmq";
import { Redis } from "ioredis";
import { Pool } from "pg";
import Stripe from "stripe";
import express from "express";
import { Kafka } from "kafkajs";
const pool = new Pool();
const redis = new Redis();
const stripe = new Stripe("");
const app = express();
const producer = new Kafka({ brokers: [] }).producer();
`;

/** What the rules about records, time and failure are known to miss. A case that turns right fails here: then its page loses a sentence. */
describe("limits of the rules about records and failure", () => {
  misses("process-local-dedupe", "a plain object as the record", ["unguarded-insert"], {
    sql: "CREATE TABLE orders (id bigserial PRIMARY KEY, sku text);",
    code: `${HEAD}const done: Record<string, boolean> = {};
new Worker("orders", async (job) => {
  if (done[job.data.id]) return;
  done[job.data.id] = true;
  await pool.query("INSERT INTO orders (sku) VALUES ($1)", [job.data.sku]);
});`,
  });

  misses("dual-write", "a call that no row announces", [], {
    sql: "CREATE TABLE refunds (id text PRIMARY KEY);",
    code: `${HEAD}app.post("/refunds", async (req, res) => {
  const refund = await stripe.refunds.create({ charge: req.body.charge }, { idempotencyKey: req.body.requestId });
  await pool.query("INSERT INTO refunds (id) VALUES ($1) ON CONFLICT DO NOTHING", [refund.id]);
  res.end();
});`,
  });

  misses("dual-write", "a consumer whose state change keeps it from publishing again", [], {
    sql: "CREATE TABLE orders (id text PRIMARY KEY, status text NOT NULL);",
    code: `${HEAD}new Worker("paid", async (job) => {
  const paid = await pool.query("UPDATE orders SET status = 'paid' WHERE id = $1 AND status = 'new'", [job.data.id]);
  if (paid.rowCount === 0) return;
  await producer.send({ topic: "paid", messages: [{ key: job.data.id, value: "" }] });
});`,
  });

  misses("unchecked-payload", "a record whose name and key do not say what it is", [], {
    sql: "CREATE TABLE answers (ref text PRIMARY KEY, charge text);",
    code: `app.post("/charges", async (req, res) => {
  const { rows } = await pool.query("SELECT charge FROM answers WHERE ref = $1", [req.body.ref]);
  if (rows[0]) return res.json(rows[0].charge);
  const order = { amount: req.body.amount, currency: "eur" };
  const charge = await stripe.charges.create(order, { idempotencyKey: req.body.ref });
  await pool.query("INSERT INTO answers (ref, charge) VALUES ($1, $2) ON CONFLICT DO NOTHING", [req.body.ref, charge.id]);
  res.json(charge.id);
});`,
  });

  misses("retention-gap", "an expiry from the environment", [], {
    sql: "",
    code: `${HEAD}new Worker("payouts", async (job) => {
  const ttl = Number(process.env.TTL);
  if ((await redis.set(\`payout:\${job.id}\`, "1", "EX", ttl, "NX")) === null) return;
  await stripe.transfers.create({ amount: 1, currency: "eur", destination: job.data.account });
});`,
  });
});
