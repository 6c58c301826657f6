import assert from "node:assert/strict";
import * as vscode from "vscode";
import { cleanUp, goTo, open } from "./editor.js";
import { hasScreen, onScreen, testingIcon } from "./screen.js";

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

    it("runs nothing: there is no Test Explorer to run it from", async function () {
      if (!hasScreen) this.skip();
      await open("payments/gateway.ts");
      assert.equal(await onScreen({ action: "count", selector: testingIcon }), "0");
    });
  });
}
