import { misses } from "./misses.js";

const HEAD = `import { toKey } from "a-library-that-nobody-knows";
import { createHash } from "node:crypto";
import express from "express";
import Stripe from "stripe";
const stripe = new Stripe("");
const app = express();
`;

/** What is said about such a key by others: the refund is lost when it fails once, and nobody is told of duplicates. */
const SAID = ["silent-duplicate", "detached-dedupe"];

/** What the rules about keys are known to miss. A case that turns right fails here: then its page loses a sentence. */
describe("limits of the rules about keys", () => {
  misses("payload-hash-key", "a hash made by a library function whose name says nothing", [], {
    sql: "",
    code: `${HEAD}app.post("/refunds", async (req, res) => {
  await stripe.refunds.create({ charge: req.body.charge }, { idempotencyKey: toKey(req.body) });
  res.end();
});`,
  });

  misses("payload-hash-key", "a volatile field that is listed by name", [], {
    sql: "",
    code: `${HEAD}app.post("/refunds", async (req, res) => {
  const named = JSON.stringify([req.body.charge, req.body.sentAt]);
  const idempotencyKey = createHash("sha256").update(named).digest("hex");
  await stripe.refunds.create({ charge: req.body.charge }, { idempotencyKey });
  res.end();
});`,
  });

  misses("coarse-key", "an id that stands for many wishes", [], {
    sql: "",
    code: `${HEAD}app.post("/subscriptions/:orderId/deliveries", async (req, res) => {
  await stripe.charges.create({ amount: 1, currency: "eur" }, { idempotencyKey: req.params.orderId });
  res.end();
});`,
  });

  misses("inert-key", "a header that an API of no model ignores", [], {
    sql: "",
    code: `${HEAD}app.post("/orders/:orderId/letters", async (req, res) => {
  const headers = { "Idempotency-Key": req.params.orderId };
  await fetch("https://api.letters.example/v1/letters", { method: "POST", headers, body: "" });
  res.end();
});`,
  });

  misses("unscoped-key", "a key of the client's under a name that does not say so", SAID, {
    sql: "CREATE TABLE processed (token text PRIMARY KEY);",
    code: `${HEAD}import { Pool } from "pg";
const pool = new Pool();
app.post("/refunds", async (req, res) => {
  const claim = await pool.query("INSERT INTO processed (token) VALUES ($1) ON CONFLICT DO NOTHING", [req.body.token]);
  if (claim.rowCount === 0) return res.end();
  await stripe.refunds.create({ charge: req.body.charge }, { idempotencyKey: \`refund-\${req.body.token}\` });
  res.end();
});`,
  });

  misses("unstable-key", "a new key that a schema fills in where the client sent none", [], {
    sql: "",
    code: `${HEAD}import { randomUUID } from "node:crypto";
import { z } from "zod";
const refundSchema = z.object({ charge: z.string(), key: z.string().default(() => randomUUID()) });
app.post("/refunds", async (req, res) => {
  const refund = refundSchema.parse(req.body);
  await stripe.refunds.create({ charge: refund.charge }, { idempotencyKey: refund.key });
  res.end();
});`,
  });
});
