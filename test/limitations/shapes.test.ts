import { misses } from "./misses.js";

const HEAD = `import { Worker, type Job } from "bullmq";
import Stripe from "stripe";
const stripe = new Stripe("");
type Handler = (job: Job) => Promise<unknown>;
`;

/** Code whose way to an effect is not followed. A case that turns right fails here. */
describe("limits of what is followed", () => {
  // Who puts something into a collection of another module is not among what that module depends on, so an edit there would
  // leave what was learnt here as it was.
  misses("missing-idempotency-key", "handlers that another module puts into a map", [], {
    sql: "",
    code: `import { on, handlers } from "./handlers.js";
${HEAD}on("refund", async (job) => stripe.refunds.create({ charge: job.data.charge }));`,
    files: {
      "handlers.ts": `${HEAD}export const handlers = new Map<string, Handler>();
export const on = (name: string, handler: Handler) => handlers.set(name, handler);
new Worker("orders", async (job) => handlers.get(job.name)?.(job));`,
    },
  });

  // The same: nothing leads from the model to who adds a method to its schema.
  misses("missing-idempotency-key", "methods that a third module gives a Mongoose schema", [], {
    sql: "",
    code: `import { Orders } from "./orders.js";
import "./methods.js";
${HEAD}new Worker("orders", async (job) => (await Orders.findById(job.data.id))?.refund());`,
    files: {
      "schema.ts": `import { Schema } from "mongoose";
export const orderSchema = new Schema({ charge: String });`,
      "orders.ts": `import { model } from "mongoose";
import { orderSchema } from "./schema.js";
export const Orders = model("Order", orderSchema);`,
      "methods.ts": `import { orderSchema } from "./schema.js";
${HEAD}orderSchema.methods.refund = async function () { await stripe.refunds.create({ charge: this.charge }); };`,
    },
  });

  // What the decorator leaves on the class is read by other code, which is not followed through storage.
  misses("blind-retry", "a decorator that only notes something for other code to act on", ["missing-idempotency-key"], {
    sql: "",
    code: `${HEAD}const retried = (times: number) => (target: object, key: string) => Reflect.defineMetadata("retried", times, target, key);
class Refunds {
  @retried(3)
  async refund(charge: string) { await stripe.refunds.create({ charge }); }
}
new Worker("orders", (job) => new Refunds().refund(job.data.charge));`,
  });

  // A list of middleware that a function walks by an index: it meets itself with another number.
  misses(
    "unstable-key",
    "the second of several steps that recursion runs by their index",
    ["missing-idempotency-key"],
    {
      sql: "",
      code: `${HEAD}const steps = [
  async (job: Job, next: () => Promise<unknown>) => { await stripe.refunds.create({ charge: job.data.charge }); await next(); },
  async () => { await stripe.payouts.create({ amount: 1, currency: "eur" }, { idempotencyKey: \`\${Date.now()}\` }); },
];
const run = (job: Job, index = 0): Promise<unknown> => steps[index]?.(job, () => run(job, index + 1)) ?? Promise.resolve();
new Worker("orders", (job) => run(job));`,
    },
  );
});
