// How long VS Code waits for the packaged extension to activate, and how large the package is: `npx tsx bench/extension/activation.ts [runs]`.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import { fileURLToPath } from "node:url";

const runs = Number(process.argv[2] ?? 5);
const root = fileURLToPath(new URL("../../", import.meta.url));

node("extension/package.mjs");
const { size } = fs.statSync(`${root}extension/idemlint.vsix`);
const measured = Array.from({ length: runs }, () => {
  const output = node("test/vscode/run.mjs", "activation");
  const [, milliseconds, cpu] = /activated in ([\d.]+) ms, ([\d.]+) ms/.exec(output) ?? [];
  if (milliseconds === undefined) throw new Error(`the extension did not activate:\n${output}`);
  return { milliseconds: Number(milliseconds), cpu: Number(cpu) };
});

const result = {
  vsixMegabytes: Math.round((size / 1024 / 1024) * 100) / 100,
  runs,
  activationMs: spread(measured.map(({ milliseconds }) => milliseconds)),
  // What the extension host computed meanwhile, whatever else the machine did.
  activationCpuMs: spread(measured.map(({ cpu }) => cpu)),
  node: process.version,
  load: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
};
console.log(result);
fs.writeFileSync(
  fileURLToPath(new URL("./activation.json", import.meta.url)),
  `${JSON.stringify(result, undefined, 2)}\n`,
);

function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  return { least: sorted[0], median: sorted[Math.floor(runs / 2)], most: sorted.at(-1) };
}

function node(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
  return stdout;
}
