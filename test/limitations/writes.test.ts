import { strict as assert } from "node:assert";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFolder } from "../rules/check-folder.js";
import { misses } from "./misses.js";

const HEAD = `import { Worker } from "bullmq";
import { Pool } from "pg";
import express from "express";
import { DataSource, Entity, PrimaryColumn, Column } from "typeorm";
const pool = new Pool();
const app = express();
`;

/** What the rules about writes are known to get wrong. A case that turns right fails here: then its page loses a sentence. */
describe("limits of the rules about writes", () => {
  wrongly("unguarded-insert reports a row that a trigger keeps single", ["unguarded-insert"], {
    sql: `CREATE TABLE payouts (id bigserial PRIMARY KEY, order_id text NOT NULL);
CREATE TRIGGER once BEFORE INSERT ON payouts FOR EACH ROW EXECUTE FUNCTION skip_known_orders();`,
    code: `new Worker("payouts", async (job) => {
  await pool.query("INSERT INTO payouts (order_id) VALUES ($1)", [job.data.orderId]);
});`,
  });

  misses("relative-update", "what a procedure of SQL Server does", ["unguarded-call"], {
    sql: `CREATE TABLE wallets (id int PRIMARY KEY, balance int NOT NULL);
GO
CREATE PROCEDURE dbo.pay_wallet @id int AS
BEGIN
  UPDATE wallets SET balance = balance + 1 WHERE id = @id
END`,
    code: `${HEAD}import sql from "mssql";
new Worker("wallets", async (job) => {
  const pool = await sql.connect("");
  await pool.request().input("id", job.data.id).execute("pay_wallet");
});`,
  });

  misses("relative-update", "a change whose text a routine of the database makes while it runs", [], {
    sql: `CREATE TABLE wallets (id text PRIMARY KEY, balance integer NOT NULL);
CREATE FUNCTION pay(p_id text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('UPDATE %I SET balance = balance + 1 WHERE id = $1', 'wallets') USING p_id;
END; $$;`,
    code: `${HEAD}new Worker("wallets", async (job) => {
  await pool.query("SELECT pay($1)", [job.data.id]);
});`,
  });

  wrongly(
    "unguarded-insert trusts a number that is raised in another table by an update of its own",
    ["unhandled-conflict"],
    {
      sql: "CREATE TABLE counters (name text PRIMARY KEY, next integer NOT NULL); CREATE TABLE payouts (number integer PRIMARY KEY, amount bigint NOT NULL);",
      code: `new Worker("payouts", async (job) => {
  const { rows } = await pool.query("SELECT next FROM counters WHERE name = 'payouts'");
  await pool.query("INSERT INTO payouts (number, amount) VALUES ($1, $2)", [rows[0].next, job.data.amount]);
  await pool.query("UPDATE counters SET next = $1 WHERE name = 'payouts'", [rows[0].next + 1]);
});`,
    },
  );

  wrongly("unhandled-conflict does not see the error middleware that answers 409", ["unhandled-conflict"], {
    sql: "CREATE TABLE payments (request_id text PRIMARY KEY, amount bigint NOT NULL);",
    code: `app.post("/payments", async (req, res) => {
  await pool.query("INSERT INTO payments (request_id, amount) VALUES ($1, $2)", [req.body.requestId, req.body.amount]);
  res.status(201).end();
});
app.use((error: { code?: string }, _req: express.Request, res: express.Response, next: express.NextFunction) => {
  if (error.code !== "23505") return next(error);
  res.status(409).end();
});`,
  });

  wrongly("check-then-act leaves a check of a table that other code writes to relative-update", ["relative-update"], {
    sql: "CREATE TABLE sales (id text PRIMARY KEY); CREATE TABLE balances (id text PRIMARY KEY, amount bigint NOT NULL);",
    code: `new Worker("sales", async (job) => {
  const known = await pool.query("SELECT 1 FROM sales WHERE id = $1", [job.data.saleId]);
  if (known.rows.length > 0) return;
  await pool.query("UPDATE balances SET amount = amount + $1 WHERE id = $2", [job.data.amount, job.data.owner]);
});`,
  });

  wrongly(
    "unguarded-transition knows states by the names of their columns when no state is asked for",
    ["unguarded-insert"],
    {
      sql: "CREATE TABLE orders (id text PRIMARY KEY, step text NOT NULL); CREATE TABLE shipments (id bigserial PRIMARY KEY, order_id text NOT NULL);",
      code: `new Worker("orders", async (job) => {
  await pool.query("UPDATE orders SET step = 'shipped' WHERE id = $1", [job.data.orderId]);
  await pool.query("INSERT INTO shipments (order_id) VALUES ($1)", [job.data.orderId]);
});`,
    },
  );

  misses("relative-update", "a sum that is set on LowDB's data", [], {
    sql: "",
    code: `import { Worker } from "bullmq";
import { JSONFilePreset } from "lowdb/node";
const db = await JSONFilePreset("shop.json", { total: 0 });
new Worker("sales", async (job) => {
  db.data.total += job.data.amount;
  await db.write();
}, { connection: {} });`,
  });

  misses("relative-update", "a sum that a Durable Object keeps under a key", [], {
    sql: "",
    code: `import { DurableObject } from "cloudflare:workers";
export class Till extends DurableObject {
  async fetch(request: Request) {
    const { amount } = await request.json();
    const total = (await this.ctx.storage.get("balance")) ?? 0;
    await this.ctx.storage.put("balance", total + amount);
    return new Response();
  }
}`,
  });

  misses("relative-update", "a Cloudflare binding whose type only the type of the whole object tells", [], {
    sql: "",
    code: `interface Env { DB: D1Database }
export default {
  async queue(batch, env) {
    for (const { body } of batch.messages)
      await env.DB.prepare("UPDATE accounts SET balance = balance + ? WHERE id = ?").bind(1, body.account).run();
  },
} satisfies ExportedHandler<Env>;`,
  });
});

function wrongly(what: string, rules: readonly string[], files: { readonly sql: string; readonly code: string }): void {
  it(what, () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "idemlint-limits-")));
    try {
      writeFileSync(join(folder, "schema.sql"), files.sql);
      writeFileSync(join(folder, "handler.ts"), HEAD + files.code);
      const { findings, traces } = checkFolder(folder);
      assert.ok(
        traces.some((trace) => trace.effects.length > 0),
        "the handler is found",
      );
      assert.deepEqual(findings.map((finding) => finding.rule).sort(), [...rules].sort());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
