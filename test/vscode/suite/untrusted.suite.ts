import assert from "node:assert/strict";
import * as vscode from "vscode";
import { cleanUp, goTo, open } from "./editor.js";
import { onScreen } from "./screen.js";

/** A folder that nobody vouched for: its code is read and never run. */
export function defineUntrusted(): void {
  describe("in an untrusted workspace", () => {
    afterEach(cleanUp);

    it("finds gaps with the bundled server, whatever the workspace's settings say", async () => {
      assert.equal(vscode.workspace.isTrusted, false);
      const configuration = vscode.workspace.getConfiguration("idemlint");
      await configuration.update("server.path", "not-a-server.js", vscode.ConfigurationTarget.Workspace);
      await vscode.commands.executeCommand("idemlint.restart");
      await goTo(await open("payments/gateway.ts"), "unstable-key");
      await onScreen({ action: "screenshot", name: "untrusted" });
    });

    it("runs nothing: the Test Explorer has no scenario", async () => {
      await open("payments/gateway.ts");
      await vscode.commands.executeCommand("workbench.view.testing.focus");
      await onScreen({ action: "waitFor", selector: "text=/No tests have been found/" });
    });
  });
}
