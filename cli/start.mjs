// `npm start`: has to run on a fresh clone, so it imports nothing that has to be installed.
import { ensureInstalled, requireNode, runTypeScript } from "../.ci/setup.mjs";

requireNode();
ensureInstalled();
runTypeScript("cli/demo.ts", process.argv.slice(2));
