import { strict as assert } from "node:assert";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFolder } from "../rules/check-folder.js";

const HEAD = `import { Worker } from "bullmq";
import express from "express";
import nodemailer from "nodemailer";
import pino from "pino";
import { Pool } from "pg";
const pool = new Pool();
const app = express();
const logger = pino();
const mailer = nodemailer.createTransport({});
`;
const KEYS = "CREATE TABLE processed_payouts (key text PRIMARY KEY, note text);";

/** What the rules of the strict preset are known to get wrong. A case that turns right fails here: then its page loses a sentence. */
describe("limits of the rules that only strict has", () => {
  wrongly("silent-duplicate does not see a line before the guard that names the duplicate", ["silent-duplicate"], {
    sql: KEYS,
    code: `new Worker("payouts", async (job) => {
  if (job.attemptsMade > 0) logger.info("this may be a duplicate");
  const claim = await pool.query("INSERT INTO processed_payouts (key) VALUES ($1) ON CONFLICT DO NOTHING", [job.id]);
  if (claim.rowCount === 0) return;
  await mailer.sendMail({ to: job.data.to, subject: "Paid" });
});`,
  });

  wrongly("sensitive-record does not know a card's number under another name", [], {
    sql: KEYS,
    code: `app.post("/payouts", async (req, res) => {
  const sql = "INSERT INTO processed_payouts (key, note) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
  await pool.query(sql, [req.body.requestId, req.body.f1]);
  res.end();
});`,
  });

  wrongly("blind-upsert does not see that a trigger keeps the newer row", ["blind-upsert"], {
    sql: `CREATE TABLE customers (id text PRIMARY KEY, email text);
CREATE TRIGGER newer BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION keep_newer();`,
    code: `new Worker("customers", async (job) => {
  await pool.query("UPDATE customers SET email = $2 WHERE id = $1", [job.data.id, job.data.email]);
});`,
  });

  wrongly("key-per-click does not follow a handler into the component that calls it", [], {
    sql: "",
    code: `export function listen(button: EventTarget, on: (press: () => Promise<void>) => void) {
  on(async () => {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    await fetch("https://api.shop.example/orders", { method: "POST", headers });
  });
}`,
  });
});

function wrongly(what: string, rules: readonly string[], files: { readonly sql: string; readonly code: string }): void {
  it(what, () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "idemlint-limits-")));
    try {
      writeFileSync(join(folder, "schema.sql"), files.sql);
      writeFileSync(join(folder, "handler.ts"), HEAD + files.code);
      const { findings } = checkFolder(folder, new Map(), { preset: "strict" });
      assert.deepEqual(
        findings.map(({ rule }) => rule),
        rules,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
