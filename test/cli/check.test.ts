import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { check } from "../../cli/check.js";
import type { CheckAsked } from "../../cli/commands/check.js";
import { removeTrees, tree } from "../project/tree.js";
import { finding, recorder, replacing, session, siteOf, usualCheck } from "./fakes.js";

const usual: CheckAsked = { ...usualCheck, reports: [{ format: "json" }] };

describe("idemlint check", () => {
  after(removeTrees);

  it("exits by the loudest finding against --fail-on", async () => {
    const files = tree({ "a.ts": "create();" });
    const at = (severity: "error" | "warning" | "info") => () =>
      session(() => [finding(siteOf(files.path("a.ts"), "create()"), { severity })]);
    const code = (severity: "error" | "warning" | "info", failOn: CheckAsked["failOn"]) =>
      check({ ...usual, failOn }, recorder(files.root), at(severity));
    assert.deepEqual(
      [
        await code("error", "error"),
        await code("warning", "error"),
        await code("warning", "warning"),
        await code("info", "warning"),
        await code("info", "info"),
      ],
      [1, 0, 1, 0, 1],
    );
    assert.equal(await check(usual, recorder(files.root), () => session(() => [])), 0);
  });

  it("says in one sentence what could not be opened, and exits 2", async () => {
    const host = recorder("/");
    const code = await check(usual, host, () => ({ ok: false, problem: { message: "/srv does not exist." } }));
    assert.equal(code, 2);
    assert.equal(host.warned(), "idemlint: /srv does not exist.\n");
    assert.equal(host.printed(), "");
  });

  it("refuses an unknown rule and names the nearest one", async () => {
    const host = recorder("/");
    const code = await check({ ...usual, rules: { "unstable-keys": "off" } }, host, () => assert.fail("must not open"));
    assert.equal(code, 2);
    assert.match(host.warned(), /^idemlint: There is no rule unstable-keys\. Did you mean unstable-key\?/);
  });

  it("applies safe fixes only, round by round, and reports what is left", async () => {
    const files = tree({ "a.ts": "one(); two(); three();" });
    const file = files.path("a.ts");
    const findings = () =>
      [
        { text: "one()", to: "ONE()", safety: "safe" as const },
        { text: "two()", to: "TWO()", safety: "safe" as const },
        { text: "three()", to: "THREE()", safety: "review" as const },
      ]
        .filter(({ text }) => readFileSync(file, "utf8").includes(text))
        .map(({ text, to, safety }, index) =>
          finding(siteOf(file, text), { fixes: [replacing(file, text, to, safety)], fingerprint: `aaaaaa${index}` }),
        );
    const host = recorder(files.root);
    assert.equal(await check({ ...usual, fix: true }, host, () => session(findings)), 1);
    assert.equal(readFileSync(file, "utf8"), "ONE(); TWO(); three();");
    assert.equal((JSON.parse(host.printed()) as { findings: unknown[] }).findings.length, 1);
    assert.equal(host.warned(), "2 fixes were applied.\n");
  });

  it("applies one reviewed fix by its fingerprint, and its second one when asked", async () => {
    const files = tree({ "a.ts": "one();" });
    const file = files.path("a.ts");
    const offered = () =>
      readFileSync(file, "utf8").includes("one")
        ? [
            finding(siteOf(file, "one()"), {
              fixes: [replacing(file, "one()", "first()", "review"), replacing(file, "one()", "second()", "review")],
            }),
          ]
        : [];
    assert.equal(await check({ ...usual, fixReview: ["01234567:2"] }, recorder(files.root), () => session(offered)), 0);
    assert.equal(readFileSync(file, "utf8"), "second();");
  });

  it("refuses a fingerprint that names nothing or has no such fix", async () => {
    const files = tree({ "a.ts": "one();" });
    const found = () => session(() => [finding(siteOf(files.path("a.ts"), "one()"))]);
    const host = recorder(files.root);
    assert.equal(await check({ ...usual, fixReview: ["feedbeef"] }, host, found), 2);
    assert.equal(await check({ ...usual, fixReview: ["0123456789abcdef"] }, host, found), 2);
    assert.match(host.warned(), /No finding has the fingerprint feedbeef.*\n.*no fix that can be applied by machine/);
  });

  it("keeps line ends and the byte order mark of a fixed file", async () => {
    const files = tree({ "a.ts": "\uFEFFone();\r\ntwo();\r\n" });
    const file = files.path("a.ts");
    const text = "one();\r\ntwo();\r\n";
    const findings = () =>
      readFileSync(file, "utf8").includes("one")
        ? [
            finding(siteOf(file, "one()", text), {
              fixes: [{ title: "", safety: "safe", edits: [{ file, start: 0, end: 5, text: "a();\nb()" }] }],
            }),
          ]
        : [];
    await check({ ...usual, fix: true }, recorder(files.root), () => session(findings));
    assert.equal(readFileSync(file, "utf8"), "\uFEFFa();\r\nb();\r\ntwo();\r\n");
  });
});
