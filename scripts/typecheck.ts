// `npm run typecheck`: everything that is TypeScript here, fixtures included, against the real types of the libraries.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { ensureInstalled, root } from "../.ci/setup.mjs";
import { generateClients } from "../fixtures/generate.js";
import { generateClient } from "../fixtures/shop/generate.js";

// PouchDB's types declare a Buffer of their own, for every file beside them; MikroORM 6 stands beside 7 under another name.
const projects = [
  "tsconfig.json",
  "extension",
  "test/vscode/suite",
  "fixtures",
  "fixtures/shop",
  "fixtures/libraries/pouchdb",
  "fixtures/libraries/mikro-orm-6",
];
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");

ensureInstalled("fixtures");
ensureInstalled("extension");
generateClients();
generateClient();
for (const project of projects) {
  const { status } = spawnSync(process.execPath, [compiler, "--noEmit", "-p", project], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
