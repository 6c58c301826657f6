// Builds and packs the extension: extension/idemlint.vsix, which fails when it grows beyond its budget.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const budget = 6 * 1024 * 1024;

run(process.execPath, "esbuild.mjs", "--minify");
run(process.execPath, "node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", "--out", "idemlint.vsix");

const { size } = statSync(path.join(here, "idemlint.vsix"));
console.log(`extension/idemlint.vsix: ${(size / 1024 / 1024).toFixed(2)} MB`);
if (size > budget) {
  console.error(`That is more than ${budget / 1024 / 1024} MB.`);
  process.exitCode = 1;
}

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: here, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
