import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the shop. */
export const SHOP = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "fixtures", "shop");

/** Why the shop cannot run here, if it cannot. */
export function cannotRun(): string | undefined {
  const installed = existsSync(join(SHOP, "..", "node_modules", "@nestjs", "core"));
  return installed ? undefined : "the libraries of the fixtures are not installed: npm ci --prefix fixtures";
}

/** Runs a script of the shop, or of a copy of it, with the shop's own compiler options; gives the lines that it printed. */
export async function runInShop(
  script: string,
  { args = [], folder = SHOP }: { readonly args?: readonly string[]; readonly folder?: string } = {},
): Promise<readonly string[]> {
  await generateClient(folder);
  return node(["--import", "tsx", script, ...args], folder);
}

/** What the compiler says about the shop or a copy of it. */
export async function compilerErrors(folder: string): Promise<readonly string[]> {
  await generateClient(folder);
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  try {
    return await node([tsc, "-p", "tsconfig.json"], folder);
  } catch (error) {
    return String(error).split("\n");
  }
}

/** Generates the Prisma client when the schema is newer. */
export async function generateClient(folder = SHOP): Promise<void> {
  if (clientIsStale(folder)) await node(["--import", "tsx", "generate.ts"], folder);
}

function clientIsStale(folder: string): boolean {
  const client = join(folder, "generated", "prisma", "client.ts");
  return !existsSync(client) || statSync(client).mtimeMs < statSync(join(folder, "prisma", "schema.prisma")).mtimeMs;
}

async function node(args: readonly string[], folder: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(folder, "tsconfig.json"), NODE_OPTIONS: "" },
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
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${printed}${complaints}`);
  return printed.split("\n").filter((line) => line !== "");
}
