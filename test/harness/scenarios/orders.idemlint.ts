import pg from "pg";
import { embedded, http, postgres, type Scenario } from "../../../harness/api.js";
import { serve } from "../handlers/serve.js";
import * as shop from "../handlers/shop.js";

const database = await embedded({ schema: shop.SCHEMA });

function scenario(name: string, handler: shop.Handler): Scenario<shop.Order> {
  const pool = new pg.Pool({ connectionString: database.url, allowExitOnIdle: true });
  return {
    name,
    start: () => serve(pool, handler),
    attempt: ({ url, key, payload }) =>
      fetch(`${url}/orders`, {
        method: "POST",
        headers: { "idempotency-key": key, "content-type": "application/json" },
        body: JSON.stringify(payload),
      }),
    payload: () => ({ sku: "sku-1", amount: 420 }),
    observe: [postgres(pool), http({ provider: "api.stripe.com" })],
  };
}

export default [scenario("POST /orders", shop.checkThenAct), scenario("POST /guarded", shop.guarded)];
