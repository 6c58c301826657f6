import assert from "node:assert/strict";
import { embedded, type EmbeddedDatabase } from "../../harness/api.js";
import { notRun } from "../services.js";
import { cannotRun, runInShop } from "./program.js";

interface Report {
  readonly handler: string;
  readonly status: number;
  readonly rows: readonly unknown[];
  readonly calls: readonly string[];
}

type Expectation = readonly [handler: string, status: number, rows: readonly unknown[], calls?: readonly string[]];

describe("the sample service", function () {
  this.timeout(120_000);
  let database: EmbeddedDatabase | undefined;
  const reports = new Map<string, Report>();

  before(async function () {
    const reason = cannotRun();
    if (reason) notRun(this, reason);
    database = await embedded({ engine: "postgres" });
    for (const line of await runInShop("test/check.ts", { args: [database.url] })) {
      const report = JSON.parse(line) as Report;
      reports.set(report.handler, report);
    }
  });

  after(() => database?.close());

  for (const [handler, status, rows, calls = []] of expected()) {
    it(`does ${handler} once`, () => {
      const report = reports.get(handler);
      assert.deepEqual(report, { handler, status, rows, calls });
    });
  }

  it("does nothing that is not named here", () => {
    assert.deepEqual([...reports.keys()].sort(), [...expected().map(([handler]) => handler)].sort());
  });
});

/** Per handler: the status of the reply (0 for jobs), the rows that it left, the calls that it made. */
function expected(): readonly Expectation[] {
  const job = { order_id: "paid-1" };
  return [
    ["POST /orders", 201, [{ status: "authorised", total_cents: 8400 }], ["POST /v1/payment_intents"]],
    ["POST /orders/open-1/pay", 200, [{ status: "paid" }], ["POST /v1/payment_intents"]],
    ["POST /orders/paid-1/ship", 204, [{ status: "shipped" }], ["POST /messages"]],
    ["POST /orders/paid-1/refunds", 201, [{ amount_cents: 100 }], ["POST /v1/refunds"]],
    ["POST /orders/paid-1/invoice", 202, [{ job_id: "invoice-paid-1" }]],
    ["POST /orders/open-1/cancel", 200, [{ stock: 99 }]],
    ["PUT /products/kettle/review", 204, [{ rating: 5 }]],
    ["POST /credits/welcome", 201, [{ amount_cents: 500 }]],
    ["POST /credits/referral", 201, [{ amount_cents: 1000 }]],
    ["POST /gift-cards", 201, [{ balance_cents: 700 }]],
    ["POST /gift-cards/card-1/redemptions", 201, [{ balance_cents: 4500 }]],
    ["webhook payment_intent.succeeded", 200, [{ customer_id: "customer-1", points: 52 }]],
    ["webhook checkout.session.completed", 200, [{ customer_id: "customer-1", balance_cents: 1900 }]],
    [
      "webhook charge.dispute.created",
      200,
      [
        { id: "1", job_id: "invoice-paid-1", name: "render-invoice", ...job },
        { id: "2", job_id: null, name: "hold-order", ...job },
      ],
    ],
    ["POST /phone-desk/orders", 201, [{ sku: "kettle" }], ["POST /v1/charges"]],
    ["POST /phone-desk/deposits", 201, [{ amount_cents: 50 }]],
    ["desk POST /orders", 201, []],
    ["job order-placed", 0, [], ["POST /messages"]],
    ["job order-paid", 0, [], ["POST /messages"]],
    ["job book-pickup", 0, [], ["POST /v1/courier-pickups"]],
    ["job register-shipment", 0, [job], ["POST /v1/shipments"]],
    ["queue stock-receipts", 0, [{ quantity: 5 }]],
    ["cron outbox", 0, [{ topic: "order-cancelled" }, { topic: "order-placed" }]],
  ];
}
