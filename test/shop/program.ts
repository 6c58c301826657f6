import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the shop. */
export const SHOP = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "fixtures", "shop");

/** Why the shop cannot run here, if it cannot. */
export function cannotRun(): string | undefined {
  const installed = existsSync(join(SHOP, "..", "node_modules", "@nestjs", "core"));
  return installed ? undefined : "the libraries of the fixtures are not installed: npm ci --prefix fixtures";
}

/** Runs a script of the shop with the shop's own compiler options and gives the lines that it printed. */
export async function runInShop(script: string, ...args: readonly string[]): Promise<readonly string[]> {
  if (clientIsStale()) await node("generate.ts", []);
  return node(script, args);
}

function clientIsStale(): boolean {
  const client = join(SHOP, "generated", "prisma", "client.ts");
  return !existsSync(client) || statSync(client).mtimeMs < statSync(join(SHOP, "prisma", "schema.prisma")).mtimeMs;
}

async function node(script: string, args: readonly string[]): Promise<readonly string[]> {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: SHOP,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(SHOP, "tsconfig.json"), NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  let complaints = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${complaints}`);
  return printed.split("\n").filter((line) => line !== "");
}
