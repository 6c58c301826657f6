import { strict as assert } from "node:assert";
import { join } from "node:path";
import fc from "fast-check";
import { edit, essence, openDesk, startCold } from "../../bench/robustness/edits.js";
import { rules } from "../../rules/index.js";
import { FIXTURES } from "../rules/check-folder.js";
import { sourcesOf } from "../rules/expectations.js";

const settings = { preset: "strict", today: "2026-01-01" } as const;

/** Findings after edits against the findings of a fresh start on the same texts. */
function sameAsCold(folder: string, files: readonly string[], runs: number): void {
  const scripts = fc.array(edit, { minLength: 1, maxLength: 6 });
  const property = fc.property(scripts, (script) => {
    const desk = openDesk(folder, files);
    desk.session.check(settings);
    for (const change of script) {
      desk.apply(change);
      const known = essence(desk.session.check(settings));
      const cold = essence(startCold(folder, desk.texts).check(settings));
      assert.deepEqual(known, cold);
    }
  });
  fc.assert(property, { numRuns: runs, seed: 7 });
}

describe("an edit and a fresh start find the same", function () {
  this.timeout(300_000);

  for (const { id } of rules) {
    it(`in the fixtures of ${id}, after random edits`, () => {
      const folder = join(FIXTURES, id).replaceAll("\\", "/");
      sameAsCold(folder, sourcesOf(folder), 4);
    });
  }

  it("in the sample shop, where files import each other", () => {
    const folder = join(FIXTURES, "shop").replaceAll("\\", "/");
    sameAsCold(folder, sourcesOf(folder), 4);
  });
});
