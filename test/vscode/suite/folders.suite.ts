import assert from "node:assert/strict";
import path from "node:path";
import * as vscode from "vscode";
import { cleanUp, findings, goTo, open, until } from "./editor.js";
import { onScreen } from "./screen.js";

/** A workspace of several folders: each is a project of its own. */
export function defineFolders(): void {
  describe("in a workspace of two folders", () => {
    afterEach(cleanUp);

    it("finds the gaps of both, each under its own settings", async () => {
      await goTo(await open("payments/gateway.ts"), "unstable-key");
      const worker = await until(
        "the other folder's gap",
        () => findings(inFolder(1, "src/worker.ts"), "unguarded-insert")[0],
      );
      assert.equal(worker.severity, vscode.DiagnosticSeverity.Information, "the folder's own settings say info");
      await vscode.commands.executeCommand("workbench.actions.view.problems");
      await onScreen({ action: "screenshot", name: "folders" });
      await vscode.commands.executeCommand("workbench.action.closePanel");
    });

    it("draws the map of the folder that is asked about", async () => {
      await vscode.commands.executeCommand("idemlint.showMap", { uri: inFolder(1, "src/worker.ts").toString() });
      assert.match(await onScreen({ action: "frameText", selector: ".counts" }), /^1 entry point, 1 with gaps$/);
    });

    it("forgets a folder that is taken out", async () => {
      const gone = inFolder(1, "src/worker.ts");
      assert.ok(vscode.workspace.updateWorkspaceFolders(1, 1));
      await until("its findings to go", () => findings(gone).length === 0);
    });
  });
}

function inFolder(index: number, name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[index];
  assert.ok(folder, `there is a folder ${index}`);
  return vscode.Uri.file(path.join(folder.uri.fsPath, name));
}
