import pg from "pg";
import {
  embedded,
  http,
  postgres,
  verifyIdempotency,
  type EmbeddedDatabase,
  type Verdict,
  type VerifyOptions,
} from "../../harness/api.js";
import { serve } from "./handlers/serve.js";
import { SCHEMA, type Handler, type Order } from "./handlers/shop.js";

let database: Promise<EmbeddedDatabase> | undefined;

/** The database that the tests of this folder share; each verification puts its rows back. */
export function shopDatabase(): Promise<EmbeddedDatabase> {
  return (database ??= embedded({ schema: SCHEMA }));
}

after(async () => {
  if (database) await (await database).close();
});

/** Verifies one of the shop's handlers behind HTTP, over the embedded server or the database at `url`. */
export async function verifyShop(
  handler: Handler,
  options: VerifyOptions & { readonly url?: string } = {},
): Promise<Verdict> {
  const { url = (await shopDatabase()).url, ...rest } = options;
  const pool = new pg.Pool({ connectionString: url });
  try {
    return await verifyIdempotency<Order>(
      {
        name: "POST /orders",
        start: () => serve(pool, handler),
        attempt: ({ url: base, key, payload }) => post(base, key, payload),
        payload: () => ({ sku: "sku-1", amount: 420 }),
        observe: [postgres(pool), http({ provider: "api.stripe.com" })],
      },
      { verdicts: false, budgetMs: 200_000, ...rest },
    );
  } finally {
    await pool.end();
  }
}

/** Sends an order as a client does. */
export function post(base: string, key: string, order: Order): Promise<Response> {
  return fetch(`${base}/orders`, {
    method: "POST",
    headers: { "idempotency-key": key, "content-type": "application/json" },
    body: JSON.stringify(order),
  });
}

/** The verdicts by target. */
export function byTarget(verdict: Verdict): Readonly<Record<string, string>> {
  return Object.fromEntries(verdict.sites.map((site) => [`${site.kind} ${site.target}`, site.verdict]));
}
