import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { run } from "../../cli/run.js";
import { removeTrees, tree } from "../project/tree.js";
import { recorder } from "./fakes.js";

const refund = `import Stripe from "stripe";
import { Worker } from "bullmq";

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? "");

new Worker("refunds", async (job) => {
  await stripe.refunds.create({ charge: job.data.charge });
});
`;

describe("idemlint on real sources", () => {
  after(removeTrees);

  it("finds a gap, tells the command that closes it, and finds none after that", async () => {
    const files = tree({ "tsconfig.json": "{}", "worker.ts": refund });
    const first = recorder(files.root);
    assert.equal(await run(["check"], first), 1, first.warned());
    assert.match(first.printed(), /error {2}missing-idempotency-key {2}worker\.ts:7:9/);
    const fingerprint = /idemlint check --fix-review (\w+)/.exec(first.printed())?.[1];
    assert.ok(fingerprint);

    const second = recorder(files.root);
    assert.equal(await run(["check", "--fix-review", fingerprint], second), 0, second.warned());
    assert.match(readFileSync(files.path("worker.ts"), "utf8"), /\}, \{ idempotencyKey: `[^`]*job\.id[^`]*` \}\);/);
    assert.match(second.printed(), /No gap was found/);
    assert.equal(second.warned(), "1 fix was applied.\n");
  });

  it("gives the same fingerprint after lines were moved", async () => {
    const files = tree({ "tsconfig.json": "{}", "worker.ts": refund });
    const fingerprints = async () => {
      const host = recorder(files.root);
      await run(["check", "--format", "json"], host);
      return (JSON.parse(host.printed()) as Report).findings.map((finding) => finding.fingerprint);
    };
    const before = await fingerprints();
    files.write("worker.ts", `// A comment.\n\n${refund}`);
    assert.deepEqual(await fingerprints(), before);
    assert.equal(before.length, 1);
  });

  it("shows what is in the files that were named, and what they start", async () => {
    const files = tree({
      "tsconfig.json": "{}",
      "refund.ts": `import Stripe from "stripe";\nconst stripe = new Stripe("");\nexport const refund = (charge: string) => stripe.refunds.create({ charge });\n`,
      "worker.ts": `import { Worker } from "bullmq";\nimport { refund } from "./refund.js";\nnew Worker("refunds", async (job) => refund(job.data.charge));\n`,
      "other.ts": refund.replace("refunds", "payouts"),
    });
    const seen = async (path: string) => {
      const host = recorder(files.root);
      await run(["check", path, "--format", "json"], host);
      return (JSON.parse(host.printed()) as Report).findings.map((finding) => finding.file);
    };
    assert.deepEqual(await seen("worker.ts"), await seen("refund.ts"));
    assert.equal((await seen("worker.ts")).length, 1);
    assert.deepEqual(await seen("other.ts"), ["other.ts"]);
    assert.equal((await seen(".")).length, 2);
  });

  it("fails on a comment that is over or idle only when it is asked to", async () => {
    const over = refund.replace(
      "  await",
      "  // idemlint-disable-next-line missing-idempotency-key until 2020-01-01 -- until the new client is live\n  await",
    );
    const idle = refund.replace(
      "  await",
      "  // idemlint-disable-next-line unguarded-insert -- no reason any more\n  await",
    );
    for (const text of [over, idle]) {
      const files = tree({ "tsconfig.json": "{}", "worker.ts": text });
      const args = ["check", "--rule", "missing-idempotency-key=warning"];
      assert.equal(await run(args, recorder(files.root)), 0);
      assert.equal(await run([...args, "--fail-on-unused"], recorder(files.root)), 1);
    }
  });

  it("turns rules off and up by option", async () => {
    const files = tree({ "tsconfig.json": "{}", "worker.ts": refund });
    assert.equal(await run(["check", "--rule", "missing-idempotency-key=off"], recorder(files.root)), 0);
    assert.equal(await run(["check", "--rule", "missing-idempotency-key=warning"], recorder(files.root)), 0);
    const loud = ["check", "--rule", "missing-idempotency-key=warning", "--fail-on", "warning"];
    assert.equal(await run(loud, recorder(files.root)), 1);
  });

  it("reads a file that does not parse as far as it can, and says so", async () => {
    const files = tree({ "tsconfig.json": "{}", "worker.ts": refund, "broken.ts": "export function (" });
    const host = recorder(files.root);
    assert.equal(await run(["check"], host), 1);
    assert.match(host.printed(), /! broken\.ts:1 does not parse \(.*\): what follows in this file may be missed\./);
    assert.match(host.printed(), /missing-idempotency-key/);
  });

  it("works in a folder without a tsconfig, and says what it goes without", async () => {
    const files = tree({ "worker.ts": refund });
    const host = recorder(files.root);
    assert.equal(await run(["check"], host), 1);
    assert.match(
      host.printed().replace(/\s+/g, " "),
      /! There is no tsconfig\.json in .* path aliases are not known\./,
    );
  });

  const bad: Readonly<Record<string, { files: Record<string, string>; args: string[]; says: RegExp }>> = {
    "a path that does not exist": { files: {}, args: ["srv"], says: /\/srv does not exist\. Check the path/ },
    "a folder with no TypeScript": { files: { "readme.md": "" }, args: [], says: /no TypeScript or JavaScript in / },
    "a broken tsconfig": {
      files: { "tsconfig.json": "{ nope", "a.ts": "" },
      args: [],
      says: /tsconfig\.json is broken: line 1/,
    },
    "a tsconfig that is not there": {
      files: { "a.ts": "" },
      args: ["-p", "x.json"],
      says: /no tsconfig at .*\/x\.json/,
    },
    "an unknown rule": {
      files: { "a.ts": "" },
      args: ["--rule", "blind-retri=off"],
      says: /Did you mean blind-retry\?/,
    },
  };
  for (const [what, { files, args, says }] of Object.entries(bad))
    it(`answers ${what} with one sentence and exit code 2`, async () => {
      const host = recorder(tree(files).root);
      assert.equal(await run(["check", ...args], host), 2);
      assert.match(host.warned(), says);
      assert.equal(host.warned().trim().split("\n").length, 1);
      assert.equal(host.printed(), "");
    });
});

interface Report {
  readonly findings: readonly { readonly file: string; readonly fingerprint: string }[];
}
