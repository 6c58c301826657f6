import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { CheckAsked } from "../../cli/commands/check.js";
import { check } from "../../cli/check.js";
import { contentHash } from "../../harness/line-hash.js";
import type { Findings, VerdictKind } from "../../harness/verdict.js";
import { writeVerdicts } from "../../harness/verdicts-file.js";
import { removeTrees, tree } from "../project/tree.js";
import { finding, recorder, session, siteOf, usualCheck } from "./fakes.js";

const SOURCE = "await create();\nawait charge();\n";

const usual: CheckAsked = { ...usualCheck, reports: [{ format: "json" }] };

describe("what runs say about findings", () => {
  after(removeTrees);

  const verdict = (file: string, scenario: string, kind: VerdictKind): Findings => ({
    scenario,
    entry: scenario,
    verdict: kind,
    reason: "",
    seed: 1,
    sites: [
      {
        file,
        line: 1,
        column: 7,
        kind: "insert",
        target: "orders",
        verdict: kind,
        ...(kind === "confirmed" && { schedule: "S4@a.ts:1#1" }),
        content: contentHash(file, 1),
      },
    ],
    schedules: [],
    notRun: [],
    excluded: [],
    volatile: [],
    unattributed: [],
    blocked: [],
    unhandled: [],
    durationMs: 1,
  });

  /** Checks a file with a finding in each of its two lines. */
  const checked = async (
    spoken: readonly (readonly [scenario: string, kind: VerdictKind])[],
    change: (text: string) => string = (text) => text,
    command: Partial<CheckAsked> = {},
  ) => {
    const files = tree({ "a.ts": SOURCE });
    const file = files.path("a.ts");
    for (const [scenario, kind] of spoken)
      writeVerdicts(".idemlint/verdicts.json", verdict(file, scenario, kind), files.root);
    writeFileSync(file, change(SOURCE));
    const host = recorder(files.root);
    const code = await check({ ...usual, ...command }, host, () =>
      session(() => ["create", "charge"].map((name) => finding(siteOf(file, `${name}(`)))),
    );
    return { code, host };
  };

  const kinds = (text: string): unknown =>
    (JSON.parse(text) as { findings: readonly { severity: string; verified?: { kind: string } }[] }).findings.map(
      ({ severity, verified }) => [severity, verified?.kind],
    );

  it("says nothing where nothing was run", async () => {
    assert.deepEqual(kinds((await checked([])).host.printed()), [
      ["error", undefined],
      ["error", undefined],
    ]);
  });

  it("tells confirmed from not verified, with the schedule", async () => {
    const { host } = await checked([["queue orders", "confirmed"]], undefined, { reports: [{ format: "pretty" }] });
    assert.match(host.printed(), /Verified +confirmed by a run of queue orders at S4@a\.ts:1#1/);
    assert.match(host.printed(), /Verified +not verified: no scenario reaches this call/);
    assert.match(host.printed(), /1 confirmed by runs, 1 not verified/);
  });

  it("drops what its own entry point's runs refuted to information, and nothing else", async () => {
    const own = await checked([["queue orders", "refuted"]]);
    assert.deepEqual(kinds(own.host.printed()), [
      ["info", "refuted"],
      ["error", "not-verified"],
    ]);
    const other = await checked([["POST /orders", "refuted"]]);
    assert.deepEqual(kinds(other.host.printed()), [
      ["error", "elsewhere"],
      ["error", "not-verified"],
    ]);
  });

  it("knows by the code, not by the line, that a verdict is stale", async () => {
    const moved = await checked([["queue orders", "refuted"]], (text) => `// moved\n${text}`);
    assert.deepEqual(kinds(moved.host.printed()), [
      ["info", "refuted"],
      ["error", "not-verified"],
    ]);
    const changed = await checked([["queue orders", "refuted"]], (text) => text.replace("create()", "create(order)"));
    assert.deepEqual(kinds(changed.host.printed()), [
      ["error", "stale"],
      ["error", "not-verified"],
    ]);
  });

  it("refuses a named file that holds no verdicts", async () => {
    const { code, host } = await checked([], undefined, { verdicts: "missing.json" });
    assert.equal(code, 2);
    assert.match(host.warned(), /^idemlint: missing\.json holds no verdicts of this version/);
  });
});
