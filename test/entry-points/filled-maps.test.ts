import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

describe("handlers in a module's map", () => {
  after(removeTrees);

  it("are seen when a loop puts those of another module there", () => {
    const files = tree({
      "refunds.ts": `import Stripe from "stripe";
        const stripe = new Stripe("");
        class Refund { async handle(job) { await stripe.refunds.create({ charge: job.data.id }); } }
        export const refunds = { refund: new Refund() };`,
      "registry.ts": `import { refunds } from "./refunds";
        const handlers = new Map();
        for (const [name, handler] of Object.entries(refunds)) { handlers.set(name, handler); }
        export function handlerOf(name) { return handlers.get(name); }`,
      "worker.ts": `import { Worker } from "bullmq";
        import { handlerOf } from "./registry";
        new Worker("refunds", async (job) => handlerOf(job.name)?.handle(job));`,
    });
    const opened = openSession({ cwd: files.root, paths: [files.root] });
    assert.ok(opened.ok);
    const { traces } = opened.session.check({ preset: "recommended" });
    assert.deepEqual(
      traces.flatMap(({ effects }) => effects.map(({ name }) => name)),
      ["stripe.refunds.create"],
    );
  });
});
