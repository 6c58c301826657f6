import { strict as assert } from "node:assert";
import { essence } from "../../bench/robustness/edits.js";
import { openSession, type Session } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

describe("what a module does while it is loaded", () => {
  after(removeTrees);

  const clients = `import { Queue, Worker } from "bullmq";
    import Stripe from "stripe";
    export const stripe = new Stripe("");
    export { Queue, Worker };`;

  function open(root: string): Session {
    const opened = openSession({ cwd: root, paths: [root] });
    assert.ok(opened.ok);
    return opened.session;
  }

  function calls(session: Session): readonly string[] {
    const { traces } = session.check({ preset: "recommended" });
    return traces.flatMap(({ entry, effects }) =>
      effects.map(({ name, site }) => `${entry.name}: ${name} ${site.line}`),
    );
  }

  it("is not what its functions do later, where a callback runs too", () => {
    const files = tree({
      "clients.ts": clients,
      "plan.ts": `import { later } from "later";
        import { stripe } from "./clients";
        export function plan(id) {
          later(() => stripe.refunds.create({ charge: id }));
          return id;
        }
        export const first = plan("first");`,
      "app.ts": `import { Worker } from "./clients";
        import { first, plan } from "./plan";
        const skipped = first;
        new Worker("refunds", async (job) => {
          if (job.data.id !== skipped) plan(job.data.id);
        });`,
    });
    assert.deepEqual(calls(open(files.root)), ["queue refunds: stripe.refunds.create 4"]);
  });

  it("is done again when its file is looked at again, since another one registers handlers now", () => {
    const files = tree({
      "clients.ts": clients,
      "handlers.ts": `import { stripe } from "./clients";
        export const handlers = {};
        function on(name, handler) {
          handlers[name] = handler;
        }
        on("refund", async ({ data }) => stripe.refunds.create({ charge: data.id }));
        class Bus {
          private readonly handlers = new Map();
          subscribe(name, handler) {
            this.handlers.set(name, handler);
          }
          async publish(name, job) {
            await this.handlers.get(name)?.(job);
          }
        }
        export const bus = new Bus();
        bus.subscribe("pay", async ({ data }) => stripe.payouts.create({ amount: data.amount }));
`,
      "app.ts": `import { Worker } from "./clients";
        import { bus, handlers } from "./handlers";
        import { none } from "./other";
        new Worker("all", async (job) => {
          await handlers[job.name]?.(job);
          await bus.publish(job.name, job, none);
        });`,
      "other.ts": "export const none = 1;",
    });
    const session = open(files.root);
    const cold = calls(session);
    assert.equal(cold.length, 2);
    const registers = `export const none = 2;
      import { Worker } from "./clients";
      export function work(name, handler) {
        return new Worker(name, handler);
      }`;
    const other = `${files.root}/other.ts`;
    session.setText(other, registers);
    assert.deepEqual(calls(session), cold);
    session.setText(other, undefined);
    assert.deepEqual(calls(session), cold);
    assert.deepEqual(
      essence(session.check({ preset: "strict" })),
      essence(open(files.root).check({ preset: "strict" })),
    );
  });
});
