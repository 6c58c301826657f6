// Bundles the client and the server, each into one file that needs no node_modules, and lays the map's layout library beside. `--minify` for the package.
import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { noticesFor } from "./notices.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);

if (!existsSync(path.join(here, "node_modules", "vscode-languageclient"))) {
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: here,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: process.argv.includes("--minify"),
  sourcemap: process.argv.includes("--minify") ? false : "linked",
  logLevel: "warning",
  legalComments: "none",
  metafile: true,
};

const bundles = await Promise.all([
  build({
    ...shared,
    entryPoints: [path.join(here, "main.ts")],
    outfile: path.join(here, "dist", "extension.js"),
    external: ["vscode"],
    mainFields: ["module", "main"],
  }),
  build({
    ...shared,
    entryPoints: [path.join(root, "server/main.ts")],
    outfile: path.join(here, "dist", "server.js"),
    // A bundle has no import.meta; its file stands for it.
    define: { "import.meta.url": "bundleUrl" },
    banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
  }),
]);

// The map's page carries the layout library as text.
const layout = path.join(root, "node_modules/@dagrejs/dagre/dist/dagre.min.js");
copyFileSync(layout, path.join(here, "dist", "dagre.min.js"));

const bundled = bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs)).map((file) => path.join(root, file));
writeFileSync(path.join(here, "THIRD-PARTY-NOTICES.txt"), noticesFor([...bundled, layout]));
