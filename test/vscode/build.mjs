import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));

/** The clone, the extension and the suite as VS Code loads it. */
export const root = path.resolve(here, "..", "..");
export const extension = path.join(root, "extension");
export const suite = path.join(here, "dist", "index.cjs");

/** Bundles the extension and the suite. The suite is one CommonJS file that exports `run()`, which is what VS Code wants. */
export async function buildAll({ asPackaged = false } = {}) {
  const bundling = asPackaged ? ["esbuild.mjs", "--minify"] : ["esbuild.mjs"];
  const { status } = spawnSync(process.execPath, bundling, { cwd: extension, stdio: "inherit" });
  if (status !== 0) throw new Error("bundling the extension failed");
  await build({
    entryPoints: [path.join(here, "suite", "index.ts")],
    outfile: suite,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
}
