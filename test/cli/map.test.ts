import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { run } from "../../cli/run.js";
import { removeTrees, tree } from "../project/tree.js";
import { recorder } from "./fakes.js";

const call = "  await stripe.refunds.create({ charge: job.data.charge });";
const sources = {
  "tsconfig.json": "{}",
  "worker.ts": `import Stripe from "stripe";
import { Worker } from "bullmq";

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? "");

new Worker("refunds", async (job) => {
${call}
});
`,
  "routes.ts": `import { Router } from "express";
import { Queue } from "bullmq";

const queue = new Queue("refunds");
export const router = Router();

router.post("/refunds", async (req, res) => {
  await queue.add("refund", { charge: req.body.charge }, { jobId: req.body.charge });
  res.sendStatus(202);
});
router.get("/health", (req, res) => res.sendStatus(200));
`,
};

interface DrawnMap {
  readonly nodes: readonly { readonly label: string; readonly verdict: string; readonly proof?: string }[];
  readonly edges: readonly { readonly again: boolean }[];
}

describe("idemlint map", () => {
  after(removeTrees);

  const drawn = async (root: string, ...args: string[]) => {
    const host = recorder(root);
    assert.equal(await run(["map", ...args], host), 0, host.warned());
    return host.printed();
  };

  it("follows an entry point on to the consumer of what it enqueues", async () => {
    const { root } = tree(sources);
    const map = JSON.parse(await drawn(root, "--format", "json", "--entry", "POST /refunds")) as DrawnMap;
    assert.deepEqual(
      map.nodes.map(({ label, verdict }) => [label, verdict]),
      [
        ["POST /refunds", "guarded"],
        ["queue refunds", "gap"],
        ["refund", "guarded"],
        ["Stripe.refunds.create", "gap"],
      ],
    );
    assert.deepEqual(
      map.edges.map(({ again }) => again),
      [false, false, true],
    );
  });

  it("prints Mermaid, and takes another format from the ending of the file", async () => {
    const files = tree(sources);
    assert.match(await drawn(files.root), /^flowchart LR\n {2}n0\["/);
    const host = recorder(files.root);
    assert.equal(await run(["map", "-o", "out/map.svg"], host), 0);
    assert.equal(host.printed(), "");
    assert.equal(host.warned(), "out/map.svg: 3 entry points.\n");
    assert.match(readFileSync(files.path("out/map.svg"), "utf8"), /^<svg /);
  });

  it("marks what a run showed, and not what the code has left behind", async () => {
    const files = tree(sources);
    const proofs = async () =>
      (JSON.parse(await drawn(files.root, "--format", "json")) as DrawnMap).nodes.flatMap(({ label, proof }) =>
        proof === undefined ? [] : [[label, proof]],
      );
    const content = createHash("sha256").update(call.trim()).digest("hex").slice(0, 16);
    const site = { file: "worker.ts", line: 7, column: 24, kind: "call", target: "", verdict: "confirmed", content };
    const verdict = { scenario: "refund", entry: "refund", verdict: "confirmed", reason: "", seed: 1, schedules: 1 };
    files.write(".idemlint/verdicts.json", JSON.stringify({ version: 1, verdicts: [{ ...verdict, sites: [site] }] }));
    const confirmed = [
      ["queue refunds", "confirmed"],
      ["Stripe.refunds.create", "confirmed"],
    ];
    assert.deepEqual(await proofs(), confirmed);
    files.write("worker.ts", `\n\n${sources["worker.ts"]}`);
    assert.deepEqual(await proofs(), confirmed);
    files.write("worker.ts", sources["worker.ts"].replace("charge });", "charge, amount: 1 });"));
    assert.deepEqual(await proofs(), []);
  });

  it("refuses an entry point and a format that there are not", async () => {
    const { root } = tree(sources);
    const told = async (...args: string[]) => {
      const host = recorder(root);
      assert.equal(await run(["map", ...args], host), 2);
      return host.warned();
    };
    assert.equal(
      await told("--entry", "POST /refund"),
      "idemlint: There is no entry point POST /refund. Did you mean POST /refunds?\n",
    );
    assert.match(
      await told("--format", "pdf"),
      /^idemlint: --format pdf is not one of svg, html, mermaid, dot, json\./,
    );
  });
});
