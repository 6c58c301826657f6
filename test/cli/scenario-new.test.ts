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
});
