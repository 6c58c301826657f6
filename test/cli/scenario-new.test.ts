import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeScenario } from "../../cli/scenario/write.js";
import { removeTrees, tree } from "../project/tree.js";
import { recorder } from "./fakes.js";

const ROUTES = `import { Router } from "express";
import { pool } from "./db";

export const orders = Router();

orders.post("/shops/:shop/orders", async (req, res) => {
  await pool.query("INSERT INTO orders (shop, sku) VALUES ($1, $2)", [req.params.shop, req.body.sku]);
  res.status(201).end();
});
`;

describe("a scenario for a handler without a name", () => {
  after(removeTrees);

  for (const [type, ending] of [
    ["module", "ts"],
    ["commonjs", "mts"],
  ] as const) {
    it(`is written for its line, in a package of type ${type}`, () => {
      const files = tree({
        "package.json": JSON.stringify({ type }),
        "src/db.ts": `import { Pool } from "pg";\nexport const pool = new Pool();\n`,
        "src/orders.ts": ROUTES,
      });
      const host = recorder(files.root);
      // As a finding names its place.
      assert.equal(writeScenario("src/orders.ts:7:9", undefined, host), 0, host.warned());
      const scenario = readFileSync(files.path(`post-shops-shop-orders.idemlint.${ending}`), "utf8");
      assert.match(scenario, new RegExp(`from "\\./idemlint\\.setup\\.${ending.replace("ts", "js")}"`));
      assert.match(scenario, /fetch\(`\$\{url\}\/shops\/\$\{payload\.shop\}\/orders`/);
      assert.match(scenario, /body: \{ sku: `sku-\$\{key\}` \}/);
      assert.match(readFileSync(files.path(`idemlint.setup.${ending}`), "utf8"), /await embedded\(\)/);
    });
  }

  it("is given stand-ins for the hosts that are called, and none for what only looks like a host", () => {
    const files = tree({
      "package.json": JSON.stringify({ type: "module" }),
      "src/pay.ts": `import { Router } from "express";
import { Pool } from "pg";
import Stripe from "stripe";

const pool = new Pool();
const stripe = new Stripe("key");
export const pay = Router();

pay.post("/pay", async (req, res) => {
  await pool.query("INSERT INTO shop.orders (sku) VALUES ($1)", [req.body.sku]);
  await fetch("https://api.bank.test/transfers", { method: "POST", body: JSON.stringify({ amount: req.body.amount }) });
  await stripe.charges.create({ amount: req.body.amount, currency: "eur" });
  res.status(201).end();
});
`,
    });
    const host = recorder(files.root);
    assert.equal(writeScenario("src/pay.ts:9", undefined, host), 0, host.warned());
    const setup = readFileSync(files.path("idemlint.setup.ts"), "utf8");
    const providers = [...setup.matchAll(/provider: "([^"]*)"/g)].map(([, provider]) => provider);
    assert.deepEqual(providers, ["api.bank.test", "api.stripe.com"]);
  });
});
