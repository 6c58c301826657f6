import { strict as assert } from "node:assert";
import { createBarrels } from "../../analyzer/interpreter/world/barrels.js";
import { openProject } from "../../analyzer/project.js";
import { removeTrees, tree } from "../project/tree.js";

describe("files that pass on what others export", () => {
  after(removeTrees);

  const files = {
    "index.ts": `export * from "./orders"; export * from "./all"; export * from "./old"; export * from "zod";`,
    "orders.ts": `export * from "./prices"; export const place = () => 1;`,
    "prices.ts": `export * from "./orders"; export const price = 1;`,
    "all.ts": `export * from "./orders";`,
    "old.ts": `module.exports = { cancel() {} };`,
  };

  it("are asked where a name may come from, through circles too; a library, or an object exported whole, may hold any", () => {
    const code = tree(files);
    const opened = openProject({ cwd: code.root });
    assert.ok(opened.ok);
    const barrels = createBarrels(opened.project);
    const passing = (name: string) => barrels.passing(code.path("index.ts"), name);
    assert.deepEqual(passing("price"), ["./orders", "./all", "./old", "zod"]);
    assert.deepEqual(passing("cancel"), ["./old", "zod"]);

    opened.project.setText(code.path("prices.ts"), "export const cancel = 1;");
    barrels.forget();
    assert.deepEqual(passing("price"), ["./old", "zod"]);
    assert.deepEqual(passing("cancel"), ["./orders", "./all", "./old", "zod"]);
  });
});
