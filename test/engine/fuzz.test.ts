import { strict as assert } from "node:assert";
import { fuzz } from "../../bench/robustness/fuzzing.js";
import { FIXTURES } from "../rules/check-folder.js";

describe("the analyzer under random edits", function () {
  this.timeout(300_000);

  it("meets no fault of its own: deletions, half-typed code, files in each other's place", () => {
    assert.deepEqual(fuzz(FIXTURES, 600, 3, () => 0).faults, []);
  });
});
