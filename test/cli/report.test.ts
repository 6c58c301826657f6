import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { removeTrees } from "../project/tree.js";
import { repository } from "./known/repository.js";

const files = {
  "tsconfig.json": "{}",
  "package.json": '{ "name": "a <b>shop</b>" }',
  "worker.ts": `import Stripe from "stripe";
import { Worker } from "bullmq";

const stripe = new Stripe("");
new Worker("refunds", async (job) => {
  await stripe.refunds.create({ charge: job.data.charge });
});
new Worker("charges", async (job) => {
  await stripe.charges.create({ amount: 1, currency: "eur" }, { idempotencyKey: job.data.id });
});
new Worker("payouts", async (job) => {
  // idemlint-disable-next-line missing-idempotency-key until 2999-12-31 -- the bank drops <duplicates>
  await stripe.payouts.create({ amount: 1, currency: "eur" });
});
`,
};

describe("idemlint report", () => {
  after(removeTrees);

  const page = async (made: ReturnType<typeof repository>) => {
    assert.equal((await made.idemlint("report")).code, 0);
    return readFileSync(made.path("idemlint-report.html"), "utf8");
  };

  it("says of each operation what guards it, what is wrong, and what is accepted until when", async () => {
    const html = await page(repository(files));
    const operation = (name: string) => new RegExp(`<article class="operation (\\w+)"[^]*?${name}[^]*?</article>`);
    const standings = ["refunds", "charges", "payouts"].map((name) => {
      const articles = html.match(/<article class="operation[^]*?<\/article>/g) ?? [];
      return operation(name).exec(articles.find((article) => article.includes(`queue ${name}`)) ?? "")?.[1];
    });
    assert.deepEqual(standings, ["gap", "guarded", "accepted"]);
    assert.match(html, /<b>1<\/b><span>guarded: a repeat does no harm/);
    assert.match(html, /href="#gap-1">missing-idempotency-key/);
    assert.match(html, /the idempotencyKey option is job\.data\.id/);
    assert.match(html, /the bank drops &lt;duplicates&gt;<\/td><td>2999-12-31/);
  });

  it("tells a mail that was asked for from one that is a gap, where one helper sends both", async () => {
    const html = await page(
      repository({
        ...files,
        "worker.ts": `import express from "express";
import nodemailer from "nodemailer";
import { Worker } from "bullmq";

const mailer = nodemailer.createTransport({});
const app = express();
async function send(to, subject) {
  await mailer.sendMail({ to, subject });
}
new Worker("invoices", async (job) => {
  await send(job.data.to, "Your invoice");
});
app.post("/forgot-password", async (req, res) => {
  await send(req.body.to, "A new password");
});
`,
      }),
    );
    const operations = html.match(/<article class="operation[^]*?<\/article>/g) ?? [];
    const standingOf = (name: string) =>
      /class="operation (\w+)"/.exec(operations.find((operation) => operation.includes(name)) ?? "")?.[1];
    assert.equal(standingOf("queue invoices"), "gap");
    assert.equal(standingOf("/forgot-password"), "open");
  });

  it("needs nothing from outside, and shows names as text", async () => {
    const html = await page(repository(files));
    assert.match(html, /<h1>Idempotency of a &lt;b&gt;shop&lt;\/b&gt;<\/h1>/);
    assert.doesNotMatch(html, /(src|href)="(?!#)|@import|url\(/);
  });

  it("draws how the gaps went down, from the baselines that git keeps", async () => {
    const made = repository({
      ...files,
      "other.ts": files["worker.ts"].replaceAll('"refunds"', '"returns"').replaceAll('"charges"', '"debits"'),
    });
    await made.idemlint("baseline");
    made.commit("Remember");
    made.remove("other.ts");
    await made.idemlint("baseline", "--prune");
    made.commit("Forget");
    const html = await page(made);
    assert.match(html, /1 now: 1 known from the baseline, <strong>0 new<\/strong>\. 0 closed since/);
    assert.match(html, /aria-label="From 2 gaps on \d{4}-\d\d-\d\d to 1 on /);
  });

  it("lays the verdicts of runs over the operations", async () => {
    const verdict = { scenario: "charge twice", seed: 1, schedules: 12, sites: [] };
    const html = await page(
      repository({
        ...files,
        ".idemlint/verdicts.json": JSON.stringify({
          version: 1,
          verdicts: [
            { ...verdict, entry: "queue charges", verdict: "refuted", reason: "one charge in every schedule" },
          ],
        }),
      }),
    );
    assert.match(html, /queue charges[^]{0,200}run: held in 12 schedules/);
    assert.match(html, /<b>1<\/b><span>shown to hold by a run/);
  });
});
