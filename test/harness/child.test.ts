import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { http, postgres, verifyIdempotency, type Verdict, type VerifyOptions } from "../../harness/api.js";
import type { Order } from "./handlers/shop.js";
import { post, shopDatabase } from "./support.js";

const APP = fileURLToPath(new URL("handlers/app.ts", import.meta.url));

async function verifyProgram(handler: string, options: VerifyOptions = {}): Promise<Verdict> {
  const { url } = await shopDatabase();
  return verifyIdempotency<Order>(
    {
      name: "POST /orders",
      start: { command: process.execPath, args: ["--import", "tsx", APP], env: { HANDLER: handler } },
      attempt: ({ url: base, key, payload }) => post(base, key, payload),
      payload: () => ({ sku: "sku-1", amount: 420 }),
      observe: [postgres(url), http({ provider: "api.stripe.com" })],
    },
    { verdicts: false, budgetMs: 240_000, ...options },
  );
}

describe("a program in a process of its own", function () {
  this.timeout(300_000);

  it("is recorded, faulted and killed at its effects, and a right one holds", async () => {
    const verdict = await verifyProgram("guarded");
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
    assert.deepEqual(
      [...new Set(verdict.schedules.map((schedule) => schedule.family))],
      ["S1", "S2", "S4", "S3", "S6", "S5"],
    );
    assert.deepEqual(
      verdict.sites.map((site) => site.file.split("/").at(-1)),
      ["shop.ts", "shop.ts"],
    );
    assert.ok(verdict.schedules.every((schedule) => schedule.result === "held"));
  });

  it("holds when claim and work share a transaction and the process is killed around its COMMIT", async () => {
    const verdict = await verifyProgram("oneTransaction", { only: ["S5"] });
    assert.ok(
      verdict.schedules.every((schedule) => schedule.family === "S5" && schedule.result === "held"),
      verdict.timeline(),
    );
  });

  it("is wedged when it is killed between its claim and its work", async () => {
    const verdict = await verifyProgram("wedged", { only: ["S5-after"] });
    assert.equal(verdict.verdict, "wedged", verdict.timeline());
    assert.match(verdict.schedule ?? "", /^S5-after@shop\.ts:\d+#1$/);
  });

  it("says what the program said when it does not start", async () => {
    await assert.rejects(verifyProgram("none"), /did not start: it ended with code 1[\s\S]*no handler none/);
  });
});
