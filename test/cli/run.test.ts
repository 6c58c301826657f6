import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { run } from "../../cli/run.js";
import { rules } from "../../rules/index.js";
import { recorder } from "./fakes.js";

describe("idemlint", () => {
  it("prints help, also for one command, and its version", async () => {
    const host = recorder("/");
    assert.equal(await run([], host), 0);
    assert.equal(await run(["help", "check"], host), 0);
    assert.equal(await run(["map", "-h"], host), 0);
    assert.equal(await run(["--version"], host), 0);
    assert.match(host.printed(), /idemlint explain \[rule\][^]*--fix-review <fingerprint>[^]*\n\d+\.\d+\.\d+\n$/);
    assert.equal(host.warned(), "");
  });

  it("answers bad use with one sentence and exit code 2", async () => {
    const host = recorder("/");
    assert.equal(await run(["check", "--fromat", "json"], host), 2);
    assert.equal(host.warned(), "idemlint: idemlint check has no option --fromat. Did you mean --format?\n");
    assert.equal(host.printed(), "");
  });
});

describe("idemlint explain", () => {
  it("has a page for every rule, with its headings in bold on a terminal", async () => {
    for (const { id } of rules) {
      const host = recorder("/", { isTTY: true, columns: 80 });
      assert.equal(await run(["explain", id], host), 0, host.warned());
      assert.match(host.printed(), new RegExp(`^\\u001b\\[1m.*${id}`));
      assert.doesNotMatch(host.printed(), /```/);
    }
  });

  it("lists the rules", async () => {
    const host = recorder("/");
    assert.equal(await run(["explain"], host), 0);
    const pages = readdirSync(new URL("../../docs/rules", import.meta.url)).filter((name) => name !== "README.md");
    assert.equal(host.printed().trim().split("\n").length, pages.length);
  });

  it("suggests the nearest rule", async () => {
    const host = recorder("/");
    assert.equal(await run(["explain", "unguarded-insrt"], host), 2);
    assert.match(host.warned(), /There is no rule unguarded-insrt\. Did you mean unguarded-insert\?/);
  });
});
