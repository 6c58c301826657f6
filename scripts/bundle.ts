/**
 * Writes what the package runs into `dist`, beside the declarations that `tsc` puts there: each program and each entry of the
 * package in a few files. A check of one file spends most of its time on loading code, and half as much on few files as
 * on some hundreds. The harness stays file by file: scenarios and recorders have to meet in one copy of each of its modules.
 */
import { readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

/** Programs and entries, by where they end up: one folder deep all of them, so that one path leads from each to the harness. */
const entries: Readonly<Record<string, string>> = {
  "cli/main": "cli/main.ts",
  // Beside the file that starts it.
  "chunks/worker": "cli/jobs/worker.ts",
  "rules/api": "rules/api.ts",
  "rules/eslint": "rules/eslint.ts",
  "server/main": "server/main.ts",
};

const shared: BuildOptions = {
  absWorkingDir: root,
  outdir: dist,
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: true,
  logLevel: "warning",
};

const harnessApart: Plugin = {
  name: "the harness stays apart",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\.?\/.*harness\// }, ({ path }) => ({
      path: path.replace(/^.*harness\//, "../harness/"),
      external: true,
    })),
};

/** Before it runs an `import` of CommonJS, Node reads it for the names that it exports: of nine megabytes, a tenth of a second. */
const compilerRequired: Plugin = {
  name: "the compiler is required",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^ts-morph$/ }, ({ path }) => ({ path, namespace: "required" }));
    onLoad({ filter: /^/, namespace: "required" }, ({ path }) => ({
      contents: `import { createRequire } from "node:module"; export const { ts } = createRequire(import.meta.url)("${path}");`,
    }));
  },
};

removeScripts(dist);
await Promise.all([
  build({ ...shared, entryPoints: typescriptIn("harness"), outbase: "." }),
  build({
    ...shared,
    bundle: true,
    splitting: true,
    packages: "external",
    chunkNames: "chunks/[name]-[hash]",
    entryPoints: entries,
    plugins: [harnessApart, compilerRequired],
  }),
]);

function typescriptIn(folder: string): string[] {
  return filesIn(join(root, folder), /\.ts$/).map((file) => relative(root, file));
}

/** What an earlier build wrote under names of its own would be packed, too. */
function removeScripts(folder: string): void {
  for (const file of filesIn(folder, /\.js(\.map)?$/)) rmSync(file);
}

function filesIn(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => name.test(file))
    .map((file) => join(folder, file));
}
