import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

describe("handlers that one worker hands its messages to", () => {
  after(removeTrees);

  it("are entry points of their own, however many a registry holds", () => {
    const names = ["Charge", "Refund", "Payout", "Mail", "Invoice", "Reminder", "Export", "Import"];
    const made = traces({
      "base.ts": `export abstract class Base { async handle(job) { return this.process(job); } }`,
      "processors.ts": `import Stripe from "stripe";
        import { Base } from "./base";
        const stripe = new Stripe("");
        ${names.map((name) => `class ${name} extends Base { async process(job) { await stripe.refunds.create({ charge: job.data.${name} }); } }`).join("\n")}
        export const processors = { ${names.map((name) => `"${name.toLowerCase()}": new ${name}()`).join(", ")} };`,
      "registry.ts": `import { processors } from "./processors";
        const known = new Map();
        for (const [name, processor] of Object.entries(processors)) { known.set(name, processor); }
        export function processorOf(name) { return known.get(name); }`,
      "worker.ts": `import { Worker } from "bullmq";
        import { processorOf } from "./registry";
        const worker = new Worker("work", async (job) => {
          const processor = processorOf(job.name);
          if (!processor) throw new Error(job.name);
          return processor.handle(job);
        });`,
    });
    assert.deepEqual(
      made.map(({ name, effects }) => `${name}: ${effects}`),
      names.map((name) => `queue work (${name}): stripe.refunds.create`),
    );
  });

  it("are told apart by their files where two classes have one name", () => {
    const made = traces({
      "base.ts": `export abstract class Base { async handle(job) { return this.process(job); } }`,
      "accounts/export.ts": `import Stripe from "stripe";
        import { Base } from "../base";
        const stripe = new Stripe("");
        export class Export extends Base { async process(job) { await stripe.refunds.create({ charge: job.data.id }); } }`,
      "orders/export.ts": `import Stripe from "stripe";
        import { Base } from "../base";
        const stripe = new Stripe("");
        export class Export extends Base { async process(job) { await stripe.payouts.create({ amount: job.data.amount }); } }`,
      "worker.ts": `import { Worker } from "bullmq";
        import { Export as Accounts } from "./accounts/export";
        import { Export as Orders } from "./orders/export";
        const known = new Map([["accounts", new Accounts()], ["orders", new Orders()]]);
        new Worker("work", async (job) => known.get(job.name).handle(job));`,
    });
    assert.deepEqual(
      made.map(({ name, effects }) => `${name}: ${effects}`),
      [
        "queue work (Export in accounts/export): stripe.refunds.create",
        "queue work (Export in orders/export): stripe.payouts.create",
      ],
    );
  });

  it("are told by the names of an object's functions, and share what is done for all", () => {
    const made = traces({
      "worker.ts": `import { Worker } from "bullmq";
        import Stripe from "stripe";
        const stripe = new Stripe("");
        const handlers = { charge: async (job) => { await stripe.charges.create({ amount: 1 }); }, "give-back": refund };
        async function refund(job) { await stripe.refunds.create({ charge: job.data.id }); }
        new Worker("work", async (job) => {
          await stripe.customers.create({ name: job.data.name });
          await handlers[job.name](job);
        });`,
    });
    assert.deepEqual(
      made.map(({ name, effects }) => `${name}: ${effects}`),
      [
        "queue work (charge): stripe.customers.create stripe.charges.create",
        "queue work (refund): stripe.customers.create stripe.refunds.create",
      ],
    );
  });

  it("are one where nothing of the message says which of several implementations it is", () => {
    const made = traces({
      "mailers.ts": `import Stripe from "stripe";
        const stripe = new Stripe("");
        export interface Mailer { send(to: string): Promise<void> }
        export class First implements Mailer { async send(to) { await stripe.refunds.create({ charge: to }); } }
        export class Second implements Mailer { async send(to) { await stripe.payouts.create({ amount: 1 }); } }`,
      "worker.ts": `import { Worker } from "bullmq";
        import type { Mailer } from "./mailers";
        export class Receipts {
          constructor(private readonly mailer: Mailer) {}
          start() { new Worker("mail", async (job) => { await this.mailer.send(job.data.to); }); }
        }`,
    });
    assert.deepEqual(
      made.map(({ name }) => name),
      ["queue mail"],
    );
  });
});

describe("names of handlers", () => {
  after(removeTrees);

  it("are what the code calls a queue that only the environment names", () => {
    const made = traces({
      "queues.ts": `export const QUEUES = { mail: process.env.MAIL_QUEUE ?? "" };`,
      "workers.ts": `import { Worker } from "bullmq";
        import Bee from "bee-queue";
        import Bull from "bull";
        import Stripe from "stripe";
        import { QUEUES } from "./queues";
        const stripe = new Stripe("");
        const pay = async () => { await stripe.payouts.create({ amount: 1 }); };
        new Worker(QUEUES.mail, pay);
        export const makeWorkers = (names) => names.map((each) => { const payouts = new Worker(each.name, pay); return payouts; });
        new Bee("bees").process(async () => { await stripe.payouts.create({ amount: 2 }); });
        new Bull("bulls").process("settle", async () => { await stripe.payouts.create({ amount: 3 }); });`,
      "refunds.ts": `import { Processor, Process } from "@nestjs/bull";
        import Stripe from "stripe";
        const stripe = new Stripe("");
        @Processor("refunds")
        export class Refunds { @Process("one") async one(job) { await stripe.refunds.create({ charge: job.data.id }); } }`,
      "nest.ts": `import { Processor, WorkerHost } from "@nestjs/bullmq";
        import Stripe from "stripe";
        const stripe = new Stripe("");
        @Processor(queueFor("settlements"))
        export class Settlements extends WorkerHost { async process(job) { await stripe.payouts.create({ amount: 4 }); } }`,
    });
    assert.deepEqual(made.map(({ name }) => name).sort(), [
      "queue QUEUES.mail",
      "queue Settlements",
      "queue bees",
      "queue bulls settle",
      "queue payouts",
      "queue refunds one",
    ]);
  });
});

function traces(texts: Record<string, string>): readonly { readonly name: string; readonly effects: string }[] {
  const files = tree(texts);
  const opened = openSession({ cwd: files.root, paths: [files.root] });
  assert.ok(opened.ok);
  return opened.session.check({ preset: "recommended" }).traces.map(({ entry, effects }) => ({
    name: entry.name,
    effects: effects.map(({ name }) => name).join(" "),
  }));
}
