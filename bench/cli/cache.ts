// A check of an unchanged project with its cache against one without: `npm run build && npx tsx bench/cli/cache.ts [modules]`.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { writeProject } from "../server/project.js";

const modules = Number(process.argv[2] ?? 100);
const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "idemlint-cache-")));
try {
  const files = writeProject(root, modules);
  const check = (...args: readonly string[]) => {
    const began = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [cli, "check", "--format", "json", ...args], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status !== 1) throw new Error(`the project is full of gaps, and the check exited with ${status}: ${stderr}`);
    return performance.now() - began;
  };
  check("--cache");
  // In turns, so that whatever else the machine does weighs on both.
  const pairs = Array.from({ length: 5 }, () => ({ cold: check(), warm: check("--cache") }));
  const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const [cold, warm] = [median(pairs.map((one) => one.cold)), median(pairs.map((one) => one.warm))];
  console.log(
    JSON.stringify({
      files: files.length,
      coldMs: Math.round(cold),
      warmMs: Math.round(warm),
      ratio: Math.round((warm / cold) * 1000) / 1000,
    }),
  );
} finally {
  fs.rmSync(root, { recursive: true, force: true });
}
