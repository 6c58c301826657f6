import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { embedded, http, postgres, verifyIdempotency } from "../../harness/api.js";
import { send } from "./handlers/outbox-double.js";
import { byTarget, shopDatabase } from "./support.js";
import { notRun } from "../services.js";

/** A module of the fixtures' own packages, or nothing when they are not installed. */
function fixturePackage(name: string): unknown {
  try {
    return createRequire(pathToFileURL(join(process.cwd(), "fixtures", "_.js")))(name);
  } catch {
    return undefined;
  }
}

type Charge = (key: string | undefined) => Promise<unknown>;

describe("recorders", function () {
  this.timeout(120_000);

  const clients: Readonly<Record<string, () => Charge | undefined>> = {
    stripe: () => {
      const Stripe = fixturePackage("stripe") as (new (key: string) => StripeLike) | undefined;
      const stripe = Stripe ? new Stripe("sk_test_1") : undefined;
      return (
        stripe &&
        ((key) =>
          stripe.charges.create({ amount: 5, currency: "eur" }, key === undefined ? {} : { idempotencyKey: key }))
      );
    },
    axios: () => {
      const axios = fixturePackage("axios") as AxiosLike | undefined;
      return (
        axios && ((key) => axios.post("https://api.stripe.com/v1/charges", "amount=5", { headers: keyHeader(key) }))
      );
    },
    "node-fetch": () => {
      const module = fixturePackage("node-fetch") as { default: typeof fetch } | undefined;
      return (
        module &&
        ((key) =>
          module.default("https://api.stripe.com/v1/charges", {
            method: "POST",
            body: "amount=5",
            headers: keyHeader(key),
          }))
      );
    },
  };

  for (const [name, make] of Object.entries(clients)) {
    for (const keyed of [false, true]) {
      it(`sees charges of ${name} ${keyed ? "with" : "without"} a key, at the line that makes them`, async function () {
        const charge = make() ?? notRun(this, `${name} is not installed in fixtures/`);
        const verdict = await verifyIdempotency(
          {
            name: "queue charges",
            attempt: async ({ key }) => {
              await charge(keyed ? key : undefined);
            },
            observe: [http({ provider: "api.stripe.com" })],
          },
          { verdicts: false, budgetMs: 100_000 },
        );
        assert.equal(verdict.verdict, keyed ? "refuted" : "confirmed", verdict.timeline());
        assert.deepEqual(
          verdict.sites.map((site) => site.file.split("/").at(-1)),
          ["recorders.test.ts"],
        );
      });
    }
  }

  it("sees PGlite, statement by statement and by transaction, and does not pass what needs two connections", async () => {
    const database = await embedded({
      engine: "pglite",
      schema: "CREATE TABLE o (id serial PRIMARY KEY, key text UNIQUE, n int)",
    });
    const pglite = database.handle as PgliteLike;
    const scenario = (insert: (key: string) => Promise<unknown>) =>
      verifyIdempotency(
        { name: "job o", attempt: ({ key }) => insert(key), observe: [postgres(pglite)] },
        { verdicts: false, budgetMs: 100_000 },
      );
    const wrong = await scenario(() => pglite.query("INSERT INTO o (n) VALUES (1)"));
    assert.equal(wrong.verdict, "confirmed", wrong.timeline());
    const right = await scenario((key) =>
      pglite.query("INSERT INTO o (key, n) VALUES ($1, 1) ON CONFLICT DO NOTHING", [key]),
    );
    assert.equal(right.verdict, "inconclusive", right.timeline());
    assert.match(right.reason, /S6 was not run: PGlite is one connection/);
    right.assertIdempotent({ inconclusive: true });
    const together = await scenario(() =>
      pglite.transaction(async (tx) => {
        await tx.query("INSERT INTO o (n) VALUES (1)");
        await tx.query("INSERT INTO o (n) VALUES (2)");
      }),
    );
    assert.equal(together.verdict, "confirmed", together.timeline());
    assert.equal(together.sites.length, 2);
    await database.close();
  });

  it("places what a stand-in does at the line that calls it", async () => {
    const verdict = await verifyIdempotency(
      {
        name: "job mail",
        attempt: ({ key }) => send(key),
        observe: [http({ provider: "mail.example" })],
        doubles: [new URL("handlers/outbox-double.ts", import.meta.url).href],
      },
      { verdicts: false, only: ["S1"] },
    );
    assert.deepEqual(
      verdict.sites.map((site) => site.file.split("/").at(-1)),
      ["recorders.test.ts"],
    );
  });

  it("tells an effect that no attempt made from the others", async () => {
    const { url } = await shopDatabase();
    const { default: pg } = await import("pg");
    const pool = new pg.Pool({ connectionString: url });
    let wake = (): void => undefined;
    // Started before any attempt, so nothing leads from it to one.
    const loop = (async () => {
      await new Promise<void>((resolve) => (wake = resolve));
      await pool.query("INSERT INTO orders (sku, amount) VALUES ('background', 1)");
    })();
    const verdict = await verifyIdempotency(
      {
        name: "job background",
        attempt: async () => {
          wake();
          await loop;
          await pool.query("INSERT INTO orders (sku, amount) VALUES ('mine', 1)");
        },
        observe: [postgres(pool)],
      },
      { verdicts: false, budgetMs: 100_000 },
    );
    await pool.end();
    assert.equal(verdict.verdict, "flaky", verdict.timeline());
    assert.match(verdict.unattributed.join(), /insert orders at .*recorders\.test\.ts:\d+/);
  });

  it("keeps the attempts apart when they share one pool of one connection", async () => {
    const { url } = await shopDatabase();
    const { default: pg } = await import("pg");
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    const verdict = await verifyIdempotency(
      {
        name: "job pooled",
        attempt: async ({ key }) => {
          await pool.query("INSERT INTO unique_orders (request_key, amount) VALUES ($1, 1) ON CONFLICT DO NOTHING", [
            key,
          ]);
          await new Promise<void>((resolve, reject) => {
            pool.query(
              "UPDATE unique_orders SET status = 'paid' WHERE request_key = $1",
              [key],
              (error: Error | undefined) => (error ? reject(error) : resolve()),
            );
          });
        },
        observe: [postgres(pool)],
      },
      { verdicts: false, budgetMs: 100_000 },
    );
    await pool.end();
    assert.equal(verdict.verdict, "refuted", verdict.timeline());
    assert.deepEqual(verdict.unattributed, []);
    assert.deepEqual(byTarget(verdict), { "insert unique_orders": "refuted", "update unique_orders": "refuted" });
  });
});

function keyHeader(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { "Idempotency-Key": key };
}

interface StripeLike {
  readonly charges: { create(body: object, options: object): Promise<unknown> };
}

interface AxiosLike {
  post(url: string, body: string, options: object): Promise<unknown>;
}

interface PgliteLike {
  query(text: string, values?: readonly unknown[]): Promise<unknown>;
  transaction(body: (tx: PgliteLike) => Promise<unknown>): Promise<unknown>;
}
