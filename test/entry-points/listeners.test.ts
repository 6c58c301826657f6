import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

describe("listeners within the process", () => {
  after(removeTrees);

  it("are heard of by an edit of a file that the emitting one does not import", () => {
    const files = tree({
      "bus.ts": `import { EventEmitter } from "node:events"; export const bus = new EventEmitter();`,
      "worker.ts": `import { Worker } from "bullmq"; import { bus } from "./bus.js";
        new Worker("orders", async (job) => { bus.emit("placed", job.data); });`,
      "payments.ts": "export {};",
    });
    const opened = openSession({ cwd: files.root, paths: [files.root] });
    assert.ok(opened.ok);
    const { session } = opened;
    const effects = () =>
      session.check({ preset: "recommended" }).traces.flatMap((trace) => trace.effects.map(({ name }) => name));
    assert.deepEqual(effects(), []);
    const listener = `import Stripe from "stripe"; import { bus } from "./bus.js"; const stripe = new Stripe("");
      bus.on("placed", (order) => stripe.refunds.create(order));
      bus.on("lost", (order) => stripe.charges.create(order));`;
    session.setText(files.path("payments.ts"), listener);
    assert.deepEqual(effects(), ["stripe.refunds.create"]);
    session.setText(files.path("payments.ts"), "export {};");
    assert.deepEqual(effects(), []);
  });
});
