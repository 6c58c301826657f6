import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./sources.js";

describe("the extension, packed", function () {
  this.timeout(300_000);
  const extension = join(root, "extension");
  const run = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: extension, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return stdout;
  };

  it("holds the client, the server, what they show, and the licences of what is bundled", () => {
    run("esbuild.mjs", "--minify");
    const files = run("node_modules/@vscode/vsce/vsce", "ls", "--no-dependencies").trim().split(/\r?\n/);
    const pictures = files.filter((file) => /^media\/\w+\.png$/.test(file));
    const steps = files.filter((file) => /^walkthrough\/\w+\.md$/.test(file));
    assert.ok(pictures.includes("media/icon.png") && steps.length > 0);
    assert.deepEqual(files.filter((file) => !pictures.includes(file) && !steps.includes(file)).sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "THIRD-PARTY-NOTICES.txt",
      "dist/dagre.min.js",
      "dist/extension.js",
      "dist/server.js",
      "package.json",
      "schemas/config.schema.json",
    ]);
    const notices = readFileSync(join(extension, "THIRD-PARTY-NOTICES.txt"), "utf8");
    for (const name of ["ts-morph", "typescript", "@dagrejs/dagre", "vscode-languageserver", "vscode-languageclient"])
      assert.match(notices, new RegExp(`^${name} [\\d.]+: (MIT|Apache-2\\.0)$`, "m"));
    const packages = notices.split("─".repeat(80)).slice(1);
    for (const one of packages)
      assert.ok(one.trim().split("\n").length > 5, `the licence of ${one.trim().slice(0, 40)}`);
  });
});
