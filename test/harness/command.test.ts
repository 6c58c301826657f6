import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { runVerify } from "../../harness/command/verify.js";
import { readVerdicts } from "../../harness/verdicts-file.js";

const SCENARIOS = "test/harness/scenarios";

describe("idemlint verify", function () {
  this.timeout(120_000);
  let folder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "idemlint-verify-"))));
  after(() => rmSync(folder, { recursive: true }));

  const run = async (args: readonly string[], cwd = process.cwd()) => {
    let out = "";
    let err = "";
    const host = {
      cwd,
      out: { write: (text: string) => (out += text) },
      err: { write: (text: string) => (err += text) },
      env: {},
    };
    const code = await runVerify(args, host);
    return { code, out, err };
  };

  it("runs the scenarios of a folder, writes the verdicts and names the command that repeats a failure", async () => {
    const verdicts = join(folder, "verdicts.json");
    const page = join(folder, "pages", "timeline.html");
    const { code, out } = await run([SCENARIOS, "--verdicts", verdicts, "--html", page]);
    assert.equal(code, 1, out);
    assert.match(readFileSync(page, "utf8"), /POST \/orders/);
    assert.match(out, /✘ gap confirmed {2}POST \/orders/);
    assert.match(out, /✔ holds {2}POST \/guarded/);
    assert.match(
      out,
      /idemlint verify test\/harness\/scenarios\/orders\.idemlint\.ts --schedule 'S6-AB@shop\.ts:\d+#1'/,
    );
    assert.match(out, /2 scenarios, \d+ schedules: 1 confirmed, 1 refuted\n$/);
    const stored = readVerdicts(verdicts)?.verdicts.map(({ entry, verdict }) => [entry, verdict]);
    assert.deepEqual(stored, [
      ["POST /guarded", "refuted"],
      ["POST /orders", "confirmed"],
    ]);
  });

  it("writes JSON, JUnit, SARIF, HTML and a regression test", async () => {
    const report = async (...args: readonly string[]): Promise<string> => {
      const path = join(folder, "report");
      const { code, err } = await run([
        SCENARIOS,
        "--only",
        "S6",
        "--verdicts",
        join(folder, "v.json"),
        "--out",
        path,
        ...args,
      ]);
      assert.equal(code, 1, err);
      return readFileSync(path, "utf8");
    };
    const json = JSON.parse(await report("--format", "json")) as { verdicts: readonly { verdict: string }[] };
    assert.deepEqual(
      json.verdicts.map(({ verdict }) => verdict),
      ["confirmed", "inconclusive"],
    );
    const schema = JSON.parse(readFileSync("schemas/verification.schema.json", "utf8")) as object;
    const fits = new Ajv.Ajv2020().compile(schema);
    assert.ok(fits(json), JSON.stringify(fits.errors));
    const sarif = JSON.parse(await report("--format", "sarif")) as {
      runs: readonly { results: readonly { ruleId: string }[] }[];
    };
    assert.equal(sarif.runs[0]?.results[0]?.ruleId, "confirmed");
    assert.match(
      await report("--format", "junit"),
      /<testsuite name="POST \/orders" tests="3" failures="3" skipped="0"/,
    );
    const html = await report("--format", "html");
    assert.match(html, /default-src 'none'/);
    assert.match(html, /waited at the barrier/);
    assert.match(
      await report("--write-test", "vitest"),
      /import \{ describe, it \} from "vitest";[\s\S]*schedule: "S6-AB@shop\.ts:\d+#1"/,
    );
  });

  it("says in one sentence what is wrong with its arguments", async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["nowhere"], /^idemlint: there is no file or folder nowhere\.\n$/],
      [["--budget", "soon"], /--budget soon is not a time such as 30s/],
      [["--format", "xml"], /--format xml is not one of pretty, json/],
      [["--colour"], /Unknown option '--colour'/],
      [[SCENARIOS, "--shard", "5/4"], /the shard 5\/4 is not of the form 2\/4/],
      [["--http", "http://example.org/x"], /example\.org is not loopback/],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await run(args);
      assert.equal(code, 2);
      assert.match(err, message);
    }
  });

  it("says how to write a scenario where there is none, and what a file that is none lacks", async () => {
    const none = await run([], folder);
    assert.equal(none.code, 2);
    assert.match(none.err, /there is no scenario here[\s\S]*observe:/);
    writeFileSync(join(folder, "empty.idemlint.mjs"), "export default 1;");
    const empty = await run([], folder);
    assert.equal(empty.code, 2);
    assert.match(empty.err, /empty\.idemlint\.mjs exports no scenario/);
  });
});
