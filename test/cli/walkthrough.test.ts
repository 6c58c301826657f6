import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { removeTrees } from "../project/tree.js";
import { repository, type Repository } from "./known/repository.js";

const sample = fileURLToPath(new URL("../../fixtures/shop", import.meta.url));

/** What a team does in its first week, on a copy of the sample shop, step by step: each builds on the one before. */
describe("the first week of a team", function () {
  this.timeout(60_000);
  let shop: Repository;
  const edit = (file: string, from: string, to: string) => {
    const text = readFileSync(shop.path(file), "utf8");
    assert.ok(text.includes(from), `${file} holds ${from}`);
    shop.write(file, text.replace(from, to));
  };

  before(() => {
    shop = repository({ ".github/CODEOWNERS": "* @shop\n" });
    cpSync(sample, shop.root, {
      recursive: true,
      filter: (path) => !/[/\\](node_modules|generated|test|scenarios|\.idemlint)$/.test(path),
    });
    shop.commit("The shop as it is");
  });

  after(removeTrees);

  it("Monday: set it up, look at what is there, remember it", async () => {
    const { code, out } = await shop.idemlint("init", "--yes");
    assert.equal(code, 0);
    assert.match(out, /Stripe[^]*package\.json[^]*idemlint\.config\.ts[^]*\.github\/workflows\/idemlint\.yml/);
    assert.ok((await shop.gaps()).length >= 10, "the shop has gaps");
    await shop.idemlint("baseline");
    await shop.idemlint("contract", "--declare");
    shop.commit("Idemlint");
    assert.deepEqual(await shop.gaps(), []);
    assert.equal((await shop.idemlint("check")).code, 0);
    assert.equal((await shop.idemlint("contract", "--check")).code, 0);
  });

  it("Tuesday: a pull request that adds a gap is stopped, and says which", async () => {
    shop.git("checkout", "--quiet", "-b", "tips");
    shop.write(
      "payments/tips.ts",
      `import { Router } from "express";
import type Stripe from "stripe";

export function tipRoutes(stripe: Stripe): Router {
  const router = Router();
  router.post("/tips", async (req, res) => {
    await stripe.charges.create({ amount: Number(req.body.cents), currency: "eur", source: req.body.card });
    res.status(201).end();
  });
  return router;
}
`,
    );
    shop.commit("Take tips");
    const { code, out } = await shop.idemlint(
      "check",
      "--changed-since",
      "main",
      "--format",
      "github,markdown=summary.md",
    );
    assert.equal(code, 1);
    assert.match(out, /^::error file=payments\/tips\.ts,line=7,/m);
    assert.match(readFileSync(shop.path("summary.md"), "utf8"), /^## Idemlint: 1 new gap$/m);
    assert.deepEqual(await shop.gaps(), ["missing-idempotency-key payments/tips.ts"], "so does the baseline");
    const contract = await shop.idemlint("contract", "--check");
    assert.equal(contract.code, 1);
    assert.match(contract.out, /✖ POST [^ ]*\/tips is not declared/);
    shop.remove("summary.md");
  });

  it("Wednesday: a pull request that takes a guard away is stopped in the files that it did not touch", async () => {
    shop.git("checkout", "--quiet", "main");
    shop.git("checkout", "--quiet", "-b", "references");
    edit(
      "orders/controller.ts",
      "placeOrderSchema.parse(req.body)",
      "{ ...placeOrderSchema.parse(req.body), reference: crypto.randomUUID() }",
    );
    shop.commit("Make references ourselves");
    const found = await shop.gaps("--changed-since", "main");
    assert.ok(found.includes("unstable-key payments/gateway.ts"), found.join("\n"));
    assert.ok(
      found.every((gap) => !gap.endsWith("orders/controller.ts")),
      "the changed file itself has no gap",
    );
    const contract = await shop.idemlint("contract", "--check");
    assert.equal(contract.code, 1);
    assert.match(contract.out, /✖ POST [^:]*: completed is declared as “not done again”, and is “done again”/);
  });

  it("Thursday: a repair closes what the baseline knows, and the baseline forgets it", async () => {
    shop.git("checkout", "--quiet", "main");
    edit(
      "payments/gateway.ts",
      "create(params); // error",
      "create(params, { idempotencyKey: `pay:${order.id}` }); // was",
    );
    assert.match((await shop.idemlint("check")).out, /No new gap was found[^]*1 closed since/);
    assert.match((await shop.idemlint("baseline", "--prune")).out, /1 closed since and forgotten/);
    shop.commit("Charge once");
  });

  it("Friday: a page for the auditor", async () => {
    assert.equal((await shop.idemlint("report", "--out", "audit/idempotency.html")).code, 0);
    const page = readFileSync(shop.path("audit/idempotency.html"), "utf8");
    assert.ok(existsSync(shop.path("idemlint-contract.json")));
    assert.match(page, /<h1>Idempotency of idemlint-fixture-shop<\/h1>/);
    assert.match(page, /<strong>0 new<\/strong>\. 0 closed since/);
    assert.match(page, /the idempotencyKey option is /);
  });
});
