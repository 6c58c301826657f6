import assert from "node:assert/strict";
import fs from "node:fs";
import * as vscode from "vscode";
import { cleanUp, fileUri, findings, goTo, open, until } from "./editor.js";
import { onScreen } from "./screen.js";

/** What goes wrong, and comes back. */
export function defineSurviving(): void {
  describe("surviving", () => {
    afterEach(cleanUp);

    it("restarts on command and finds the gap again", async () => {
      const editor = await open("payments/gateway.ts");
      await goTo(editor, "unstable-key");
      await vscode.commands.executeCommand("idemlint.restart");
      await goTo(editor, "unstable-key");
    });

    it("comes back when the server dies", async function () {
      if (process.platform !== "linux") this.skip();
      const editor = await open("payments/gateway.ts");
      await goTo(editor, "unstable-key");
      const pid = serverPid();
      assert.ok(pid, "the server is a child of the extension host");
      process.kill(pid, "SIGKILL");
      await until("another server", () => {
        const next = serverPid();
        return next !== undefined && next !== pid;
      });
      await vscode.window.showTextDocument(editor.document);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "\n"));
      await until("the gap one line further down", () => findings(editor.document.uri, "unstable-key")[0]);
    });

    it("says that a tsconfig is broken, at the tsconfig, and recovers", async () => {
      const editor = await open("payments/gateway.ts");
      await goTo(editor, "unstable-key");
      const tsconfig = fileUri("tsconfig.json");
      const whole = fs.readFileSync(tsconfig.fsPath, "utf8");
      fs.writeFileSync(tsconfig.fsPath, "{ broken");
      await until("a problem at the tsconfig", () => findings(tsconfig)[0]);
      await vscode.window.showTextDocument(tsconfig);
      await vscode.commands.executeCommand("workbench.actions.view.problems");
      await onScreen({ action: "screenshot", name: "broken-tsconfig" });
      fs.writeFileSync(tsconfig.fsPath, whole);
      await until("the problem to go", () => findings(tsconfig).length === 0 || undefined);
      await goTo(await open("payments/gateway.ts"), "unstable-key");
    });

    it("opens its output on command", async () => {
      await vscode.commands.executeCommand("idemlint.showOutput");
      await onScreen({ action: "waitFor", selector: ".part.panel .action-item.checked >> text=Output" });
    });
  });
}

/** The process that runs the bundled server, as Linux lists it. */
function serverPid(): number | undefined {
  for (const name of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const command = fs.readFileSync(`/proc/${name}/cmdline`, "utf8");
      const parent = /^PPid:\s+(\d+)$/m.exec(fs.readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
      if (Number(parent) === process.pid && command.includes("dist/server.js")) return Number(name);
    } catch {
      // The process ended meanwhile.
    }
  }
  return undefined;
}
