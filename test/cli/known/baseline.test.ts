import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { removeTrees } from "../../project/tree.js";
import { repository } from "./repository.js";

const charge = (name: string) => `import Stripe from "stripe";

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? "");

export async function ${name}(charge: string) {
  await stripe.refunds.create({ charge, amount: 500 });
}
`;
const worker = (queue: string, name: string, from: string) => `import { Worker } from "bullmq";
import { ${name} } from "${from}";

new Worker("${queue}", async (job) => ${name}(job.data.charge));
`;
const files = {
  "tsconfig.json": "{}",
  "src/refund.ts": charge("refund"),
  "src/worker.ts": worker("refunds", "refund", "./refund.js"),
};

describe("the baseline", () => {
  after(removeTrees);

  const moves: Readonly<Record<string, (files: ReturnType<typeof repository>) => void>> = {
    "lines were moved": ({ write }) => {
      write("src/refund.ts", `// Money goes back.\n\n\n${charge("refund")}`);
    },
    "the file got another name": ({ write, remove }) => {
      remove("src/refund.ts");
      write("src/money/back.ts", charge("refund"));
      write("src/worker.ts", worker("refunds", "refund", "./money/back.js"));
    },
    "the function got another name": ({ write }) => {
      write("src/refund.ts", charge("giveBack"));
      write("src/worker.ts", worker("refunds", "giveBack", "./refund.js"));
    },
    "file and function got another name": ({ write, remove }) => {
      remove("src/refund.ts");
      write("src/back.ts", charge("giveBack"));
      write("src/worker.ts", worker("refunds", "giveBack", "./back.js"));
    },
    "the client got another name": ({ write }) => {
      write("src/refund.ts", charge("refund").replaceAll("stripe.", "api.").replace("const stripe", "const api"));
    },
  };
  for (const [what, move] of Object.entries(moves))
    it(`knows a gap again after ${what}`, async () => {
      const made = repository(files);
      assert.equal((await made.gaps()).length, 1);
      const { out } = await made.idemlint("baseline");
      assert.equal(out, "idemlint-baseline.json: 1 gap known.\n");
      move(made);
      assert.deepEqual(await made.gaps(), []);
      assert.equal((await made.gaps("--no-baseline")).length, 1);
    });

  it("takes a second gap like a known one for new: beside it, in a copy of its file, in another function", async () => {
    const made = repository(files);
    await made.idemlint("baseline");
    const again = (name: string) => charge(name).split("\n").slice(4).join("\n");
    const twice = charge("refund").replace(
      "  await",
      "  await stripe.refunds.create({ charge, amount: 500 });\n  await",
    );
    made.write("src/refund.ts", twice);
    assert.deepEqual(await made.gaps(), ["missing-idempotency-key src/refund.ts"]);

    made.write("src/refund.ts", charge("refund"));
    made.write("src/copy.ts", charge("refund"));
    made.write("src/other.ts", worker("copies", "refund", "./copy.js"));
    assert.deepEqual(await made.gaps(), ["missing-idempotency-key src/copy.ts"]);

    made.remove("src/copy.ts");
    made.remove("src/other.ts");
    made.write("src/refund.ts", `${charge("refund")}\n${again("giveBack")}`);
    made.write("src/other.ts", worker("copies", "giveBack", "./refund.js"));
    assert.deepEqual(await made.gaps(), ["missing-idempotency-key src/refund.ts"]);
  });

  it("takes a gap for new that moved into a function which was there before", async () => {
    const other = { "src/other.ts": worker("others", "other", "./refund.js") };
    const both = (first: string, second: string) =>
      charge("refund").replace("  await stripe.refunds.create({ charge, amount: 500 });", first) +
      `export async function other(charge: string) {\n${second}\n}\n`;
    const gap = "  await stripe.refunds.create({ charge, amount: 500 });";
    const made = repository({ ...files, ...other, "src/refund.ts": both(gap, "  return charge;") });
    await made.idemlint("baseline");
    made.write("src/refund.ts", both("  return;", gap));
    assert.deepEqual(await made.gaps(), ["missing-idempotency-key src/refund.ts"]);
  });

  it("says what is closed, and forgets it with --prune, but not what it did not look at", async () => {
    const made = repository({
      "package.json": '{ "name": "shop", "workspaces": ["a", "b"] }',
      "a/package.json": '{ "name": "a" }',
      "a/refund.ts": charge("refund"),
      "a/worker.ts": worker("refunds", "refund", "./refund.js"),
      "b/package.json": '{ "name": "b" }',
      "b/refund.ts": charge("refund"),
      "b/worker.ts": worker("refunds", "refund", "./refund.js"),
    });
    await made.idemlint("baseline");
    made.write("a/refund.ts", charge("refund").replace("500 }", "500 }, { idempotencyKey: charge }"));
    const { out } = await made.idemlint("check");
    assert.match(out, /No new gap was found[^]*1 gap known from the baseline, 1 closed since/);
    assert.match((await made.idemlint("check", "a")).out, /0 gaps known from the baseline, 1 closed since/);
    assert.doesNotMatch((await made.idemlint("check", "b")).out, /closed/);
    assert.match((await made.idemlint("baseline", "a", "--prune")).out, /1 gap known, 1 closed since and forgotten/);
    assert.match(readFileSync(made.path("idemlint-baseline.json"), "utf8"), /"file":"b\/refund\.ts"/);
    assert.deepEqual(await made.gaps(), []);
  });

  it("refuses a file that is no baseline", async () => {
    const made = repository({ ...files, "idemlint-baseline.json": "[]" });
    const { code, err } = await made.idemlint("check");
    assert.equal(code, 2);
    assert.match(err, /idemlint-baseline\.json is no baseline of version 1\. idemlint baseline writes it anew\.\n$/);
  });
});
