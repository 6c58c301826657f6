import assert from "node:assert/strict";
import * as vscode from "vscode";
import { cleanUp, codeAction, goTo, open, until } from "./editor.js";
import { useProgram } from "./program.js";
import { hasScreen, onScreen, testingIcon } from "./screen.js";

/** Running scenarios, and the sample of the walkthrough. */
export function defineProving(): void {
  describe("proving", () => {
    afterEach(cleanUp);

    it("can be cancelled; confirms a gap at the line of its effect, and refutes it once the lightbulb has repaired it", async function () {
      if (!hasScreen) this.skip();
      await useProgram();
      const editor = await open("payments/phone-orders.ts");
      const { range } = await goTo(editor, "missing-idempotency-key");
      await vscode.commands.executeCommand("workbench.view.testing.focus");
      await onScreen({ action: "waitFor", selector: ".test-explorer >> text=Entry points" });
      await onScreen({ action: "waitFor", selector: testingIcon });
      void vscode.commands.executeCommand("testing.runAll");
      await onScreen({
        action: "waitFor",
        selector: ".test-explorer .codicon-loading, .test-explorer .codicon-modifier-spin",
      });
      await vscode.commands.executeCommand("testing.cancelRun");
      await onScreen({ action: "waitFor", selector: ".test-explorer .codicon-testing-skipped-icon" });

      await vscode.commands.executeCommand("testing.runAll");
      await onScreen({ action: "waitFor", selector: ".test-explorer .codicon-testing-failed-icon" });
      await vscode.window.showTextDocument(editor.document);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
      await onScreen({ action: "waitFor", selector: "text=/a run confirmed|confirmed\\./" });
      await onScreen({ action: "screenshot", name: "tests-confirmed" });

      await vscode.commands.executeCommand("idemlint.showTimeline");
      assert.match(await onScreen({ action: "frameText", selector: ".scenario summary" }), /confirmed/);
      await onScreen({ action: "screenshot", name: "timeline" });
      await onScreen({ action: "frameClick", selector: "code.place" });
      await onScreen({ action: "waitFor", selector: ".tab.active:has-text('phone-orders.ts')" });

      const routes = await open("payments/phone-desk.routes.ts");
      await until("the verdict in the line over the entry point", async () => {
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          "vscode.executeCodeLensProvider",
          routes.document.uri,
          20,
        );
        return lenses.some(({ command }) => command?.title.includes("confirmed by a run"));
      });

      const { edit } = await codeAction(editor.document.uri, range, /Idempotency-Key/);
      assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
      assert.ok(await editor.document.save());
      await vscode.commands.executeCommand("testing.runAll");
      await onScreen({ action: "waitFor", selector: ".test-explorer .codicon-testing-passed-icon" });
      await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
      await onScreen({ action: "screenshot", name: "tests-refuted" });
    });

    it("opens the sample, finds its gap and repairs it", async () => {
      await vscode.commands.executeCommand("idemlint.openSample");
      const editor = vscode.window.activeTextEditor;
      if (!editor) throw new Error("no sample was opened");
      await goTo(editor, "unguarded-insert");
      await onScreen({ action: "screenshot", name: "sample" });
    });
  });
}
