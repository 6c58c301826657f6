import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import Ajv from "ajv/dist/2020.js";
import pg from "pg";
import { checkContract, http, postgres, type ContractSubject } from "../../harness/api.js";
import { runVerify } from "../../harness/command/verify.js";
import { serve } from "./handlers/serve.js";
import * as shop from "./handlers/shop.js";
import { shopDatabase } from "./support.js";

interface Stored {
  readonly body: string;
  reply?: readonly [number, string];
}

/** A service that keeps the IETF draft's contract, or the parts of it that `faults` leaves. */
async function service(faults: ReadonlySet<string> = new Set()): Promise<{ url: string; close(): Promise<void> }> {
  const known = new Map<string, Stored>();
  let made = 0;
  const answer = async (request: IncomingMessage): Promise<readonly [number, string]> => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const fields = JSON.parse(text) as { sku?: string; amount?: number };
    const raw = String(request.headers["idempotency-key"] ?? "");
    const key = faults.has("quotes") ? raw : raw.replaceAll('"', "");
    if (key === "")
      return faults.has("missing") ? [201, `{"id":${(made += 1)}}`] : [400, '{"error":"the key is missing"}'];
    if (fields.sku === undefined || fields.amount === undefined) {
      if (faults.has("burns")) known.set(key, { body: "{}", reply: [400, '{"error":"invalid"}'] });
      return [400, '{"error":"invalid"}'];
    }
    const body = faults.has("order") ? text : JSON.stringify([fields.sku, fields.amount]);
    const stored = known.get(key);
    if (stored && stored.body !== body && !faults.has("mismatch")) return [422, '{"error":"another payload"}'];
    if (stored?.reply && (stored.body === body || !faults.has("mismatch"))) return stored.reply;
    if (stored && !stored.reply) return [409, '{"error":"in progress"}'];
    const entry: Stored = { body };
    known.set(key, entry);
    // Long enough for a second request to come in, also on a busy machine.
    await pause(150);
    entry.reply = [201, `{"id":${(made += 1)}}`];
    return entry.reply;
  };
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      const type = status === 409 ? "application/problem+json" : "application/json";
      response.writeHead(status, { "content-type": type, ...(status === 409 ? { "retry-after": "1" } : {}) }).end(body);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close().closeAllConnections();
      return Promise.resolve();
    },
  };
}

describe("the API contract set", function () {
  this.timeout(60_000);

  const check = async (faults: readonly string[], profile?: string) => {
    const started = await service(new Set(faults));
    const report = await checkContract(
      { name: "POST /orders", start: () => started, path: "/orders", body: { sku: "a", amount: 5 } },
      profile,
    );
    return new Map(report.entries.map((entry) => [entry.id, entry]));
  };

  it("is met by a service that keeps the draft; what cannot be seen from outside is not run", async () => {
    const found = await check([]);
    const results = Object.fromEntries([...found].map(([id, { result }]) => [id, result]));
    const met = ["C1", "C2", "C3", "C4", "C5", "C6", "C9", "C11", "C12", "C13", "C14", "C15"];
    const expected = Object.fromEntries(Object.keys(results).map((id) => [id, met.includes(id) ? "met" : "not run"]));
    assert.deepEqual(results, expected);
  });

  const faults: readonly (readonly [string, string, RegExp])[] = [
    ["missing", "C1", /expected 400, got 201/],
    ["mismatch", "C4", /the other payload was carried out under the same key/],
    ["quotes", "C11", /the quoted key is another intent/],
    ["burns", "C12", /the corrected request gets 4\d\d/],
    ["order", "C14", /reordered fields count as another payload/],
  ];
  for (const [fault, id, what] of faults) {
    it(`tells ${fault} by ${id}`, async () => {
      const found = await check([fault]);
      assert.equal(found.get(id)?.result, "deviates");
      assert.match(found.get(id)?.what ?? "", what);
    });
  }

  describe("from inside", () => {
    const inside = async (handler: shop.Handler, more: Partial<ContractSubject> = {}) => {
      const pool = new pg.Pool({ connectionString: (await shopDatabase()).url });
      const report = await checkContract({
        name: "POST /orders",
        start: () => serve(pool, handler),
        path: "/orders",
        body: { sku: "a", amount: 5 },
        observe: [postgres(pool), http({ provider: "api.stripe.com" })],
        ...more,
      });
      await pool.end();
      return new Map(report.entries.map((entry) => [entry.id, entry]));
    };

    it("has the handler fail after each of its effects (C7)", async () => {
      const right = (await inside(shop.guarded)).get("C7");
      assert.deepEqual([right?.result, right?.what], ["met", "one effect, whichever of 2 it failed after"]);
      const wrong = (await inside(shop.doubleCharge)).get("C7");
      assert.equal(wrong?.grave, true);
      assert.match(wrong?.what ?? "", /a failure after effect 1 of 3, then a retry: 3 → 4 rows and calls/);
      const stuck = (await inside(shop.wedged)).get("C7");
      assert.match(stuck?.what ?? "", /no retry succeeds: 409/);
    });

    it("moves the program's clock to the end of the time that a key is known (C8)", async () => {
      const day = { keptMs: 24 * 3_600_000 };
      const forgetful = (await inside(shop.forgettingAfter(12), day)).get("C8");
      assert.equal(forgetful?.grave, true);
      assert.match(forgetful?.what ?? "", /forgotten before its 24 h are over/);
      const keeping = (await inside(shop.forgettingAfter(24), day)).get("C8");
      assert.match(keeping?.what ?? "", /^known for 24 h; then a new operation/);
      assert.equal((await inside(shop.guarded)).get("C8")?.result, "not run");
    });

    it("tells an answer that another tenant or endpoint gets (C10)", async () => {
      const other = { otherTenant: { "x-tenant": "b" }, otherPath: "/refunds" };
      const leaking = (await inside(shop.guarded, other)).get("C10");
      assert.match(leaking?.what ?? "", /another tenant got the first one's answer/);
    });
  });

  it("tells who else answers as a deviating service does", async () => {
    const found = await check([], "stripe");
    assert.match(found.get("C4")?.what ?? "", /expected 400, got 422 .*as draft-ietf.*Adyen does/);
  });

  it("is run by idemlint verify --http", async () => {
    const started = await service(new Set(["mismatch"]));
    let out = "";
    const sink = { write: (text: string) => (out += text) };
    const host = { cwd: import.meta.dirname, out: sink, err: sink, env: {} };
    const code = await runVerify(["--http", `${started.url}/orders`, "--data", "order.json"], host);
    await started.close();
    assert.equal(code, 1, out);
    assert.match(out, /✘ C4/);
    assert.match(out, /✔ C2/);
  });

  for (const watched of [false, true])
    it(`is told to programs${watched ? " beside what the database shows" : ""}`, async () => {
      const started = await service();
      const { url } = await shopDatabase();
      let out = "";
      const host = {
        cwd: import.meta.dirname,
        out: { write: (text: string) => (out += text) },
        err: process.stderr,
        env: {},
      };
      const args = ["--http", `${started.url}/orders`, "--data", "order.json", "--format", "json", "--only", "S1"];
      await runVerify(watched ? [...args, "--database", url] : args, host);
      await started.close();
      const json = JSON.parse(out) as { contract: { entries: readonly { id: string }[] }; verdicts: readonly object[] };
      assert.ok(json.contract.entries.some(({ id }) => id === "C4"));
      assert.equal(json.verdicts.length, watched ? 1 : 0);
      const fits = new Ajv.Ajv2020().compile(
        JSON.parse(readFileSync("schemas/verification.schema.json", "utf8")) as object,
      );
      assert.ok(fits(json), JSON.stringify(fits.errors));
    });
});
