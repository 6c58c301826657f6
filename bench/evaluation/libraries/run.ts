import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { PACKAGES } from "./packages.js";

/**
 * Puts published libraries that nobody here wrote under the harness and prints what each family of schedules showed.
 *
 *     npx tsx bench/evaluation/libraries/run.ts [--packages <folder>] [filter…]
 *
 * The packages are installed in a folder of their own, which no commit holds. Redis answers at 127.0.0.1; the scenarios use its database 12.
 */
const HERE = dirname(fileURLToPath(import.meta.url));
const { values, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: { packages: { type: "string", default: join(HERE, "../../../artifacts/evaluation/packages") } },
});
const folder = resolve(values.packages);
install(folder);

const files = readdirSync(HERE).filter((file) => file.endsWith(".idemlint.ts"));
for (const file of files.filter((one) => filters.length === 0 || filters.some((filter) => one.includes(filter)))) {
  const report = JSON.parse(await verify(join(HERE, file))) as { readonly verdicts: readonly Verdict[] };
  for (const verdict of report.verdicts) print(verdict);
}

interface Verdict {
  readonly scenario: string;
  readonly verdict: string;
  readonly reason: string;
  readonly schedules: readonly { readonly id: string; readonly family: string; readonly result: string }[];
}

function install(where: string): void {
  const manifest = `${JSON.stringify({ private: true, dependencies: PACKAGES }, undefined, 2)}\n`;
  const path = join(where, "package.json");
  if (existsSync(join(where, "node_modules")) && existsSync(path) && readFileSync(path, "utf8") === manifest) return;
  mkdirSync(where, { recursive: true });
  writeFileSync(path, manifest);
  execFileSync("npm", ["install", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"], {
    cwd: where,
    stdio: "inherit",
  });
}

/** Runs one file of scenarios where the packages are, since a program's drivers are recorded as it finds them. */
function verify(file: string): Promise<string> {
  const loader = fileURLToPath(import.meta.resolve("tsx"));
  const command = join(HERE, "../../../cli/main.ts");
  const out = join(folder, "report.json");
  rmSync(out, { force: true });
  const args = ["--import", loader, command, "verify", file, "--format", "json", "--out", out, "--budget", "5m"];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  // Frameworks print every injected failure.
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  return new Promise((done, failed) =>
    child.once("exit", (code) =>
      existsSync(out) ? done(readFileSync(out, "utf8")) : failed(new Error(`${file} ended with ${code}\n${said}`)),
    ),
  );
}

function print({ scenario, verdict, reason, schedules }: Verdict): void {
  console.log(`\n${scenario}: ${verdict}\n  ${reason}`);
  const families = [...new Set(schedules.map(({ family }) => family))].sort();
  for (const family of families) {
    const own = schedules.filter((schedule) => schedule.family === family);
    const broke = own.filter(({ result }) => result !== "held" && result !== "not-reached");
    const told = broke.map(({ id, result }) => `${id} ${result}`).join(", ");
    console.log(`  ${family}  ${own.length - broke.length} of ${own.length} held${told === "" ? "" : `: ${told}`}`);
  }
}
