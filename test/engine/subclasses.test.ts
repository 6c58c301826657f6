import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

describe("methods that a library calls on objects of the project's subclasses", () => {
  after(removeTrees);

  const charges = (made: string) => `import { Worker } from "bullmq";
    import { Readable, Writable } from "node:stream";
    import { pipeline } from "node:stream/promises";
    import Stripe from "stripe";
    const stripe = new Stripe("sk_test_123");
    const connection = { host: "127.0.0.1" };
    class Charges extends Writable {
      override _write({ amount }, encoding, done) { stripe.charges.create({ amount, currency: "eur" }).then(() => done(), done); }
    }
    class Refunds extends Charges {}
    function sink() { return new ${made}({ objectMode: true }); }
    function settle(name) {
      new Worker(name, async (job) => { await pipeline(Readable.from(job.data), sink()); }, { connection });
    }`;
  const judged = (text: string) => {
    const opened = openSession({ cwd: tree({ "app.ts": text }).root });
    assert.ok(opened.ok);
    return opened.session.check({ preset: "recommended" }).traces;
  };
  const effects = (text: string): readonly string[] =>
    judged(text).flatMap(({ effects: all }) => all.map(({ name }) => name));

  it("run where the object is made", () => {
    assert.deepEqual(effects(`${charges("Charges")}\nsettle("orders");`), ["stripe.charges.create"]);
    assert.deepEqual(effects(`${charges("Refunds")}\nsettle("orders");`), ["stripe.charges.create"]);
  });

  it("register handlers with what the object holds, where it is made while handlers are looked for", () => {
    const text = `import { Worker } from "bullmq";
      import { Writable } from "node:stream";
      class Consumer extends Writable {
        constructor(queue) { super(); this.queue = queue; }
        _final(done) { new Worker(this.queue, async () => {}, { connection: {} }); done(); }
      }
      function start(queue) { return new Consumer(queue); }
      start("orders");`;
    assert.ok(judged(text).some(({ entry }) => entry.name === "queue orders"));
  });

  it("run for nobody where a module only holds such an object", () => {
    const [made] = charges("Charges").split("function settle");
    assert.deepEqual(effects(`${made}\nconst held = sink();\nexport const size = () => held.writableLength;`), []);
  });
});
