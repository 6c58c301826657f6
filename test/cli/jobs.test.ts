import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { run } from "../../cli/run.js";
import { removeTrees, tree } from "../project/tree.js";
import { recorder } from "./fakes.js";

const shop = fileURLToPath(new URL("../../fixtures/shop", import.meta.url));

/** Handlers that share a helper, a suppression that is used by one of them, one that is idle, and an entry that is matched once. */
const shared = {
  "tsconfig.json": "{}",
  "idemlint.config.json": JSON.stringify({
    effects: [{ from: "./mail.ts", call: "send", effect: "call", target: "mail", risk: "high" }],
  }),
  "mail.ts": "export function send(to: string) { return to; }\n",
  "pay.ts": `import Stripe from "stripe";
const stripe = new Stripe("");
export async function pay(order: string) {
  await stripe.charges.create({ amount: 1, currency: "eur" });
  await stripe.charges.create({ amount: 2, currency: "eur" });
  // idemlint-disable-next-line missing-idempotency-key -- the bank drops the second one
  await stripe.payouts.create({ amount: 3, currency: "eur" });
  // idemlint-disable-next-line unguarded-insert -- nothing is inserted here
  return order;
}
`,
  "app.ts": `import { Worker } from "bullmq";
import express from "express";
import { pay } from "./pay.js";
import { send } from "./mail.js";
const app = express();
${["orders", "debits", "refunds", "tips", "gifts"].map((name) => `new Worker("${name}", async (job) => pay(job.data.id));`).join("\n")}
app.post("/pay", async (req, res) => { await pay(req.body.id); res.end(); });
new Worker("mails", async (job) => { await send(job.data.to); });
`,
};

describe("several processes", function () {
  this.timeout(120_000);
  after(removeTrees);

  const check = async (cwd: string, ...args: readonly string[]) => {
    const host = recorder(cwd);
    const code = await run(["check", "--format", "json", "--no-baseline", ...args], host);
    if (host.printed() === "") return { code, said: host.warned() };
    const { stats, ...report } = JSON.parse(host.printed()) as Report;
    // How often a value's origin stayed unknown depends on which walks shared their summaries.
    const { durationMs: _, unresolvedTypes: __, ...counted } = stats;
    return { code, report, counted };
  };

  for (const [what, cwd] of Object.entries({
    "the sample shop": () => shop,
    "handlers that share a helper": () => tree(shared).root,
  }))
    it(`find in ${what} what one finds`, async () => {
      const folder = cwd();
      const one = await check(folder);
      assert.ok((one.report?.findings.length ?? 0) >= 3);
      for (const jobs of ["2", "3"]) assert.deepEqual(await check(folder, "--jobs", jobs), one, `--jobs ${jobs}`);
    });

  it("find it in shards, together", async () => {
    const { root } = tree(shared);
    const one = await check(root);
    const shards = [await check(root, "--shard", "1/2"), await check(root, "--shard", "2/2")];
    const prints = (report?: Omit<Report, "stats">) => (report?.findings ?? []).map(({ fingerprint }) => fingerprint);
    assert.deepEqual(
      [...new Set(shards.flatMap(({ report }) => prints(report)))].sort(),
      [...prints(one.report)].sort(),
    );
    assert.deepEqual(
      shards.flatMap(({ report }) => report?.problems),
      [],
      "a shard does not know which comments are idle",
    );
    assert.equal(one.report?.problems.length, 1);
  });

  it("say in one sentence what cannot be opened", async () => {
    const { root } = tree({ "a.txt": "" });
    assert.deepEqual(await check(root, "--jobs", "2"), await check(root));
  });
});

interface Report {
  readonly findings: readonly { readonly fingerprint: string }[];
  readonly problems: readonly object[];
  readonly stats: Readonly<Record<string, number>>;
}
