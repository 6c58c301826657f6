// `npm test`: has to run on a fresh clone, so it imports nothing that has to be installed.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, requireNode, root } from "../.ci/setup.mjs";

requireNode();
ensureInstalled();
ensureInstalled("fixtures");

const asked = process.argv.slice(2);
const specs = asked.some((argument) => !argument.startsWith("-")) ? [] : ["test/**/*.test.ts"];
// One process holds the types of every modelled library, several TypeScript programs and the engine.
const heap = "--max-old-space-size=8192";
const { status } = spawnSync(
  process.execPath,
  [join(root, "node_modules/mocha/bin/mocha.js"), heap, ...specs, ...asked],
  {
    cwd: root,
    stdio: "inherit",
  },
);
process.exit(status ?? 1);
