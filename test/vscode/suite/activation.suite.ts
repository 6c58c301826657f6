import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Api } from "../../../extension/main.js";

/** How long VS Code waits for the extension: loading its file and registering everything. For bench/extension. */
export function defineActivation(): void {
  it("activates", async () => {
    const extension = vscode.extensions.getExtension<Api>("idemlint.idemlint");
    assert.ok(extension, "the extension is installed");
    assert.equal(extension.isActive, false, "nothing has activated it so far");
    const [started, usedBefore] = [performance.now(), process.cpuUsage()];
    await extension.activate();
    const milliseconds = performance.now() - started;
    const { user, system } = process.cpuUsage(usedBefore);
    const cpu = (user + system) / 1000;
    console.log(`Idemlint test: activated in ${milliseconds.toFixed(1)} ms, ${cpu.toFixed(1)} ms of the processor`);
  });
}
