// Runs the suite in a real VS Code: its server and extension host, with its workbench in a browser without a screen. `IDEMLINT_TEST_ONLY=<regular expression>` runs some of it.
import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { launchBrowser } from "./browser.mjs";
import { buildAll, extension, root, suite } from "./build.mjs";
import { startControl } from "./control.mjs";
import { missing, nodeBinary, vscodeServer } from "./environment.mjs";
import { prepareFolders, prepareWorkspace } from "./workspace.mjs";

const reason = missing();
if (reason !== undefined) {
  console.log(`not run, because ${reason}`);
  process.exit(0);
}

const limitMs = 900_000;
const artifacts = path.join(root, "artifacts", "vscode");
const modes = process.argv.length > 2 ? process.argv.slice(2) : ["trusted", "folders", "untrusted"];

fs.mkdirSync(artifacts, { recursive: true });
await buildAll({ asPackaged: modes.includes("activation") });
for (const mode of modes) {
  const started = Date.now();
  const code = await runSuite(mode);
  console.log(`VS Code suite, ${mode} workspace: exit ${code} after ${Math.round((Date.now() - started) / 1000)} s`);
  if (code !== 0) process.exit(code);
}

/** One VS Code from start to end; the answer is the suite's exit code. */
async function runSuite(mode) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "idemlint-vscode-"));
  const cleanUp = [() => fs.rmSync(temporary, { recursive: true, force: true })];
  try {
    const workspace = mode === "folders" ? prepareFolders(temporary) : prepareWorkspace(temporary);
    const browser = await launchBrowser();
    cleanUp.unshift(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 });
    const control = await startControl(page, artifacts);
    cleanUp.unshift(() => control.close());
    const port = await freePort();
    const server = await startServer(mode, port, path.join(temporary, "data"), control.url);
    cleanUp.unshift(() => stop(server));
    const exit = new Promise((resolve) => page.exposeFunction("codeAutomationExit", resolve));
    await page.exposeFunction("codeAutomationLog", log);
    await page.goto(workbenchUrl(port, workspace));
    const code = await Promise.race([exit, timeLimit()]);
    if (code !== 0) await page.screenshot({ path: path.join(artifacts, "failure.png") });
    return code;
  } finally {
    for (const clean of cleanUp) await clean();
  }
}

function workbenchUrl(port, workspace) {
  const host = `127.0.0.1:${port}`;
  const payload = [
    ["extensionDevelopmentPath", `vscode-remote://${host}${extension}`],
    ["extensionTestsPath", `vscode-remote://${host}${suite}`],
    ["skipWelcome", "true"],
  ];
  const opened = workspace.endsWith(".code-workspace") ? "workspace" : "folder";
  return `http://${host}/?${opened}=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

async function startServer(mode, port, data, controlUrl) {
  fs.mkdirSync(path.join(data, "data", "Machine"), { recursive: true });
  fs.writeFileSync(path.join(data, "data", "Machine", "settings.json"), JSON.stringify(machineSettings()));
  const trust = mode === "untrusted" ? [] : ["--disable-workspace-trust"];
  const child = spawn(
    nodeBinary,
    [
      "out/server-main.js",
      ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
      ...["--accept-server-license-terms", "--enable-smoke-test-driver", "--telemetry-level", "off"],
      ...["--server-data-dir", data, "--extensions-dir", path.join(data, "extensions"), ...trust],
    ],
    {
      cwd: vscodeServer,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      env: { ...process.env, IDEMLINT_TEST_CONTROL: controlUrl, IDEMLINT_TEST_SUITE: mode, IDEMLINT_TEST_ROOT: root },
    },
  );
  let output = "";
  const up = new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      if (output.includes("Extension host agent started")) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", () => reject(new Error(`VS Code's server ended:\n${output}`)));
  });
  await up;
  return child;
}

/** Nothing that calls out, moves or asks. */
function machineSettings() {
  return {
    "chat.disableAIFeatures": true,
    "git.enabled": false,
    "telemetry.telemetryLevel": "off",
    "extensions.autoUpdate": false,
    "extensions.autoCheckUpdates": false,
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": false,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "typescript.disableAutomaticTypeAcquisition": true,
    "typescript.validate.enable": false,
    "window.commandCenter": false,
    "workbench.layoutControl.enabled": false,
    "security.workspace.trust.banner": "never",
    "security.workspace.trust.startupPrompt": "never",
    "editor.minimap.enabled": false,
    "files.autoSave": "off",
  };
}

/** The suite's own report is printed; the workbench's chatter only with IDEMLINT_VERBOSE. */
function log(type, args) {
  const [format, ...rest] = args;
  const text = String(format).replaceAll(/%[sdo]/g, () => String(rest.shift()));
  if (process.env.IDEMLINT_VERBOSE || text.startsWith(" ") || /^\d+ (passing|failing)/.test(text.trim()))
    console.log(text);
  else if (text.includes("Idemlint test:")) console.log(text);
}

function timeLimit() {
  return new Promise((resolve) =>
    setTimeout(() => {
      console.error(`the suite took more than ${limitMs / 1000} s`);
      resolve(124);
    }, limitMs).unref(),
  );
}

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Ends the server and the extension host that it started: the process group of this run alone. */
async function stop(child) {
  if (child?.pid === undefined) return;
  for (const signal of ["SIGTERM", "SIGKILL"]) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
