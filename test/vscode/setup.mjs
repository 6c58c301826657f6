// Installs a real VS Code, the Node it wants and a browser from the npm registry. Does nothing when they are there.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { findBrowser } from "./browser.mjs";
import { home, markReady, missing, nodeBinary, packages, vscodeServer } from "./environment.mjs";

const reason = missing();
if (reason === undefined) {
  console.log(`VS Code for tests: ready in ${home}`);
} else if (process.platform !== "linux" || process.arch !== "x64") {
  console.error(`VS Code for tests: ${reason}.`);
  process.exitCode = 2;
} else {
  await install();
}

async function install() {
  const started = Date.now();
  fs.mkdirSync(home, { recursive: true });
  fs.writeFileSync(
    path.join(home, "package.json"),
    JSON.stringify({ name: "idemlint-vscode-under-test", private: true, dependencies: packages }, undefined, 2),
  );
  console.log(`VS Code for tests: installing into ${home} (about 900 MB)`);
  npm(["install", "--ignore-scripts"], home);
  npm(["install", "--omit=dev", "--ignore-scripts"], vscodeServer);
  npm(["install", "--omit=dev", "--ignore-scripts"], path.join(vscodeServer, "extensions"));
  await browserRuns();
  markReady();
  console.log(`VS Code for tests: ready after ${Math.round((Date.now() - started) / 1000)} s`);
}

/** VS Code's own dependencies are installed with the Node that it runs on. */
function npm(args, cwd) {
  const env = { ...process.env, PATH: `${path.dirname(nodeBinary)}:${process.env.PATH ?? ""}` };
  run("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, env });
}

async function browserRuns() {
  if (starts(await findBrowser())) return;
  if (process.getuid?.() === 0) {
    run("apt-get", ["update", "-qq"], {});
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "libnss3", "libnspr4", "libexpat1"], {});
    if (starts(await findBrowser())) return;
  }
  fail("the browser does not start; install libnss3, libnspr4 and libexpat1, or point IDEMLINT_CHROME at a Chromium");
}

function starts(browser) {
  return spawnSync(browser, ["--version"], { stdio: "ignore" }).status === 0;
}

function run(command, args, options) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (status !== 0) fail(`\`${command} ${args.join(" ")}\` failed${error ? `: ${error.message}` : ""}`);
}

function fail(message) {
  console.error(`VS Code for tests: ${message}.`);
  process.exit(1);
}
