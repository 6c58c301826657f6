import { misses } from "./misses.js";

const HEAD = `import { Worker } from "bullmq";
import express from "express";
import { Pool } from "pg";
const pool = new Pool();
`;

/** What the rules about guards that do not hold are known to miss. A case that turns right fails here: then its page loses a sentence. */
describe("limits of the rules about guards that do not hold", () => {
  misses("inert-guard", "a middleware that is written and never used", ["unguarded-insert"], {
    sql: "CREATE TABLE orders (id bigserial PRIMARY KEY, request_id text NOT NULL);",
    code: `${HEAD}const app = express();
export async function once(req, res, next) {
  const first = await pool.query("INSERT INTO requests (key) VALUES ($1) ON CONFLICT DO NOTHING", [req.get("Idempotency-Key")]);
  if (first.rowCount === 1) next();
}
app.post("/orders", async (req, res) => {
  await pool.query("INSERT INTO orders (request_id) VALUES ($1)", [req.body.requestId]);
  res.end();
});`,
  });

  misses("inert-guard", "a field that is looked for here and written by another handler only", ["unguarded-insert"], {
    sql: "CREATE TABLE orders (id bigserial PRIMARY KEY, sku text, paid_by text);",
    code: `${HEAD}new Worker("orders", async (job) => {
  await pool.query("INSERT INTO orders (sku) VALUES ($1)", [job.data.sku]);
});
new Worker("payments", async (job) => {
  const paid = await pool.query("SELECT id FROM orders WHERE paid_by = $1", [job.id]);
  if (paid.rows.length > 0) return;
  await pool.query("UPDATE orders SET sku = $1 WHERE id = $2", [job.data.sku, job.data.orderId]);
});`,
  });
});
