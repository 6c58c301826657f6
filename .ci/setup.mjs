import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Installs what the lock file of a folder says, on a fresh clone; does nothing where packages are there already. */
export function ensureInstalled(folder = ".") {
  const at = join(root, folder);
  if (existsSync(join(at, "node_modules", ".package-lock.json"))) return;
  console.error(`Installing packages${folder === "." ? "" : ` of ${folder}`} (once) …`);
  const shell = process.platform === "win32";
  const { status } = spawnSync("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: at,
    stdio: ["ignore", 2, 2],
    shell,
  });
  if (status === 0) return;
  console.error(`npm ci failed in ${at}. Check that the npm registry can be reached, then run this again.`);
  process.exit(2);
}

/** Refuses a Node that is too old, in words instead of a syntax error. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  console.error(`Idemlint needs Node ^20.19 or >=22.12; this is ${process.versions.node}.`);
  process.exit(2);
}

/** Runs a TypeScript program of this repository and ends as it ends. */
export function runTypeScript(file, args) {
  const { status, signal } = spawnSync(process.execPath, ["--import=tsx", join(root, file), ...args], {
    stdio: "inherit",
  });
  process.exit(status ?? (signal ? 130 : 3));
}
