import assert from "node:assert/strict";
import * as vscode from "vscode";
import { cleanUp, gone, goTo, open, showing } from "./editor.js";
import { useProgram } from "./program.js";
import { hasScreen, onScreen } from "./screen.js";

/** The frames of the animation in the README, taken in the order in which a developer works. */
export function defineTour(): void {
  describe("tour", () => {
    afterEach(cleanUp);

    it("sees a gap, understands it, proves it, repairs it and proves the repair", async function () {
      if (!hasScreen) this.skip();
      let count = 0;
      const frame = () => onScreen({ action: "screenshot", name: `tour-${String(++count).padStart(2, "0")}` });

      await useProgram();
      let editor = await open("payments/phone-orders.ts");
      await goTo(editor, "missing-idempotency-key");
      await onScreen({ action: "waitFor", selector: ".squiggly-error" });
      await frame();
      await showing("editor.action.showHover", ".monaco-hover .markdown-hover");
      await frame();
      await onScreen({ action: "press", keys: "Escape" });

      await vscode.commands.executeCommand("idemlint.showPath");
      await onScreen({ action: "waitFor", selector: "text=/Step 1 of/" });
      await frame();
      for (const step of [2, 3]) {
        await vscode.commands.executeCommand("idemlint.nextStep");
        await onScreen({ action: "waitFor", selector: `text=/Step ${step} of/` });
      }
      await frame();
      await vscode.commands.executeCommand("idemlint.closePath");

      await vscode.commands.executeCommand("idemlint.showMap", { uri: editor.document.uri.toString() });
      await onScreen({ action: "frameEnter", selector: '.node.entry[aria-label^="POST /phone-desk/orders,"]' });
      await onScreen({ action: "frameText", selector: "#details h2" });
      await frame();
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");

      editor = await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
      await goTo(editor, "missing-idempotency-key");
      await vscode.commands.executeCommand("workbench.view.testing.focus");
      await onScreen({ action: "waitFor", selector: ".test-explorer >> text=Scenarios" });
      await vscode.commands.executeCommand("testing.runAll");
      await onScreen({ action: "waitFor", selector: ".test-explorer .codicon-testing-failed-icon" });
      editor = await vscode.window.showTextDocument(editor.document);
      await goTo(editor, "missing-idempotency-key");
      await frame();
      await vscode.commands.executeCommand("workbench.action.closePanel");

      await vscode.window.showTextDocument(editor.document);
      await onScreen({ action: "press", keys: "Escape" });
      await goTo(editor, "missing-idempotency-key");
      await showing("editor.action.quickFix", ".action-widget");
      await frame();
      await onScreen({ action: "press", keys: "Enter" });
      await gone(editor.document.uri, "missing-idempotency-key");
      await frame();
      assert.ok(await editor.document.save());
      await vscode.commands.executeCommand("testing.runAll");
      await onScreen({ action: "waitFor", selector: ".test-explorer .codicon-testing-passed-icon" });
      await vscode.window.showTextDocument(editor.document);
      await frame();
    });
  });
}
