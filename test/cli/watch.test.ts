import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { run } from "../../cli/run.js";
import { removeTrees, tree } from "../project/tree.js";
import { recorder } from "./fakes.js";

const worker = (key: string) => `import { Worker } from "bullmq";
import Stripe from "stripe";
new Worker("refunds", async (job) => new Stripe("").refunds.create({ charge: job.data.charge }${key}));
`;

describe("idemlint check --watch", function () {
  this.timeout(60_000);
  after(removeTrees);

  it("checks again after an edit, a new file in a new folder, and a deleted one, until it is stopped", async () => {
    const files = tree({ "tsconfig.json": "{}", "src/worker.ts": worker("") });
    const host = recorder(files.root);
    const stop = new AbortController();
    const ended = run(["check", "--watch"], { ...host, stop: stop.signal });
    const reports = () =>
      host
        .printed()
        .split(/(?<=\n)─+\n/)
        .slice(1)
        .map((tail) => /No gap|\d+ gaps?/.exec(tail)?.[0]);
    const next = async (expected: string) => {
      for (let turn = 0; turn < 400 && reports().at(-1) !== expected; turn++) await pause(25);
      assert.equal(reports().at(-1), expected, host.printed() + host.warned());
    };
    await next("1 gap");
    files.write("src/worker.ts", worker(", { idempotencyKey: job.id }"));
    await next("No gap");
    files.write("src/more/payouts.ts", worker("").replaceAll("refunds", "payouts"));
    await next("1 gap");
    files.write("src/worker.ts", worker(""));
    await next("2 gaps");
    files.remove("src/more/payouts.ts");
    await next("1 gap");
    stop.abort();
    assert.equal(await ended, 1, "as the last check");
  });
});
