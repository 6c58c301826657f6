import { strict as assert } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../rules/index.js";
import { disagreements, expectationsIn, sourcesOf } from "./expectations.js";
import { checkFolder, FIXTURES, LIBRARIES } from "./check-folder.js";

describe("fixtures", function () {
  this.timeout(120_000);
  const folders = readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .filter((name) => name !== "node_modules" && name !== LIBRARIES)
    .filter((name) => sourcesOf(join(FIXTURES, name)).some((file) => expectationsIn(file).length > 0));

  it("has a folder with a gap, safe twins and a runnable proof for every rule", () => {
    for (const { id, staticOnly } of rules) {
      assert.ok(folders.includes(id), `fixtures/${id} has no expectations`);
      const said = sourcesOf(join(FIXTURES, id)).flatMap((file) => expectationsIn(file));
      const of = (...kinds: readonly string[]): number =>
        said.filter((one) => kinds.includes(one.kind) && one.text === id).length;
      assert.ok(of("error", "warning", "info") >= 2, `fixtures/${id} shows a gap and a near miss`);
      assert.ok(of("ok") >= 2, `fixtures/${id} shows two safe twins`);
      const proved = existsSync(join(FIXTURES, id, "proof.idemlint.ts"));
      assert.equal(proved, staticOnly !== true, `fixtures/${id} has a proof, unless no run can show the fault`);
    }
  });

  for (const folder of folders) {
    it(`${folder} is judged as its comments say`, () => {
      const root = join(FIXTURES, folder);
      const expectations = sourcesOf(root).flatMap((file) => expectationsIn(file));
      const { findings, traces } = checkFolder(root);
      const problems = disagreements(expectations, findings, traces, (file) => readFileSync(file, "utf8"));
      if (problems.length > 0) assert.fail(`${problems.length} disagreements\n\n${problems.join("\n\n")}\n`);
    });
  }
});
