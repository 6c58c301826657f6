import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { CheckResult } from "../../rules/session.js";
import { checkFolder, FIXTURES, LIBRARIES } from "./check-folder.js";
import { disagreements, expectationsIn, sourcesOf } from "./expectations.js";

describe("fixtures of libraries", function () {
  this.timeout(120_000);
  const files = sourcesOf(join(FIXTURES, LIBRARIES)).filter((file) => expectationsIn(file).length > 0);
  let result: CheckResult;
  before(() => {
    result = checkFolder(join(FIXTURES, LIBRARIES));
  });

  for (const file of files) {
    const name = basename(file, ".ts");
    it(`${name} is judged as its comments say`, () => {
      const expectations = expectationsIn(file);
      const findings = result.findings.filter((finding) => finding.site.file === file.replaceAll("\\", "/"));
      const problems = disagreements(expectations, findings, result.traces, (path) => readFileSync(path, "utf8"));
      if (problems.length > 0) assert.fail(`${problems.length} disagreements\n\n${problems.join("\n\n")}\n`);
    });

    it(`${name} shows a gap and a safe twin`, () => {
      const kinds = expectationsIn(file).map((one) => one.kind);
      assert.ok(
        kinds.some((kind) => kind === "error" || kind === "warning" || kind === "info"),
        "no gap",
      );
      assert.ok(kinds.includes("ok"), "no safe twin");
    });
  }
});
