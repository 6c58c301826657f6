import assert from "node:assert/strict";
import * as vscode from "vscode";
import { cleanUp, codeAction, fileUri, findings, goTo, open, showing, until } from "./editor.js";
import { hasScreen, onScreen } from "./screen.js";

/** Seeing and understanding. */
export function defineExplaining(): void {
  describe("explaining", () => {
    afterEach(cleanUp);

    it("shows the gap with its rule, page and path", async () => {
      const editor = await open("payments/gateway.ts");
      const finding = await goTo(editor, "unstable-key");
      assert.ok(typeof finding.code === "object");
      assert.match(finding.code.target.toString(), /unstable-key/);
      assert.ok((finding.relatedInformation ?? []).length >= 3);
      await vscode.commands.executeCommand("workbench.actions.view.problems");
      await vscode.window.showTextDocument(editor.document);
      await onScreen({ action: "waitFor", selector: ".squiggly-error" });
      await onScreen({ action: "screenshot", name: "diagnostics" });
      await vscode.commands.executeCommand("workbench.action.closePanel");
    });

    it("reports closed files, too", async () => {
      await open("payments/gateway.ts");
      await until("findings of files that nobody opened", () => {
        const files = vscode.languages
          .getDiagnostics()
          .filter(([, list]) => list.some(({ source }) => source === "idemlint"))
          .map(([uri]) => uri.path);
        return files.some((file) => file.endsWith("/warehouse/stock.repository.ts")) && files.length >= 8;
      });
    });

    it("explains a gap on hover", async () => {
      const editor = await open("payments/gateway.ts");
      const { range } = await goTo(editor, "unstable-key");
      const text = await hoverText(editor.document.uri, range.start.translate(0, 3));
      assert.match(text, /happens twice/);
      assert.match(text, /\*\*Remedy:\*\*/);
      assert.match(text, /1\. .*\[.*routes\.ts:\d+\]/);
      await showing("editor.action.showHover", ".monaco-hover .markdown-hover");
      await onScreen({ action: "screenshot", name: "hover" });
      await onScreen({ action: "press", keys: "Escape" });
    });

    it("says on hover why a guarded effect is safe", async () => {
      const editor = await open("payments/refunds.ts");
      await until("the findings", () => findings(fileUri("payments/gateway.ts"))[0]);
      const offset = editor.document.getText().indexOf("this.prisma.refund.createMany");
      const position = editor.document.positionAt(offset + 8);
      assert.match(await hoverText(editor.document.uri, position), /is safe to repeat[^]*guarded by unique/);
      editor.selection = new vscode.Selection(position, position);
      await showing("editor.action.showHover", ".monaco-hover .markdown-hover");
      await onScreen({ action: "screenshot", name: "hover-safe" });
      await onScreen({ action: "press", keys: "Escape" });
    });

    it("leads from a guarded effect to its guard", async () => {
      const editor = await open("payments/refunds.ts");
      await until("the findings", () => findings(fileUri("payments/gateway.ts"))[0]);
      const position = editor.document.positionAt(
        editor.document.getText().indexOf("this.prisma.refund.createMany") + 8,
      );
      const at = new vscode.Range(position, position);
      const { command } = await codeAction(editor.document.uri, at, /^Why is this\.prisma\.refund\.createMany safe/);
      assert.ok(command);
      await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
      await onScreen({ action: "waitFor", selector: "text=/Step \\d+ of \\d+: guarded by unique/" });
      assert.match(vscode.window.activeTextEditor?.document.fileName ?? "", /migration\.sql$/);
      await onScreen({ action: "screenshot", name: "why-safe" });
      await vscode.commands.executeCommand("idemlint.closePath");
    });

    it("puts a line over each entry point", async () => {
      const editor = await open("orders/routes.ts");
      const lenses = await until("lenses", async () => {
        const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          "vscode.executeCodeLensProvider",
          editor.document.uri,
          20,
        );
        return found.length >= 6 ? found : undefined;
      });
      const titles = lenses.map(({ command }) => command?.title ?? "");
      assert.ok(
        titles.some((title) => /retried by its callers · \d+ effects? · 1 unguarded/.test(title)),
        titles.join("\n"),
      );
      await onScreen({ action: "waitFor", selector: ".codelens-decoration" });
      await onScreen({ action: "screenshot", name: "lenses" });
    });

    it("steps through the path with numbers in the code", async () => {
      const editor = await open("payments/gateway.ts");
      await goTo(editor, "unstable-key");
      await vscode.commands.executeCommand("idemlint.showPath");
      await onScreen({ action: "waitFor", selector: "text=/Step 1 of/" });
      assert.match(vscode.window.activeTextEditor?.document.fileName ?? "", /routes\.ts$/);
      await vscode.commands.executeCommand("idemlint.nextStep");
      await onScreen({ action: "waitFor", selector: "text=/Step 2 of/" });
      await onScreen({ action: "screenshot", name: "path" });
      await vscode.commands.executeCommand("idemlint.closePath");
    });

    it("draws the map of an entry point, and a click in it leads to the code", async () => {
      const editor = await open("orders/routes.ts");
      await vscode.commands.executeCommand("idemlint.showMap", { uri: editor.document.uri.toString() });
      const counts = await onScreen({ action: "frameText", selector: ".counts" });
      assert.match(counts, /^\d+ entry points, \d+ with gaps$/);
      await onScreen({ action: "frameEnter", selector: '.node.entry[aria-label*="refunds"]' });
      await onScreen({ action: "frameText", selector: "#details h2" });
      await onScreen({ action: "screenshot", name: "map" });
      await onScreen({ action: "frameClick", selector: "#details li.gap small a" });
      await onScreen({ action: "waitFor", selector: ".tab.active:has-text('gateway.ts')" });
    });

    it("opens the map by a click on the line over an entry point", async function () {
      if (!hasScreen) this.skip();
      await open("payments/phone-desk.routes.ts");
      await onScreen({ action: "click", selector: ".codelens-decoration a" });
      assert.match(await onScreen({ action: "frameText", selector: ".counts" }), /^1 entry point, 1 with gaps$/);
      await onScreen({ action: "screenshot", name: "map-entry" });
    });

    for (const theme of ["Default Dark Modern", "Default High Contrast"]) {
      it(`is readable in ${theme}`, async function () {
        if (!hasScreen) this.skip();
        const workbench = vscode.workspace.getConfiguration("workbench");
        await workbench.update("colorTheme", theme, vscode.ConfigurationTarget.Global);
        try {
          const editor = await open("payments/gateway.ts");
          await goTo(editor, "unstable-key");
          await vscode.commands.executeCommand("idemlint.showMap", { uri: editor.document.uri.toString() });
          await onScreen({ action: "frameEnter", selector: '.node.entry[aria-label*="refunds"]' });
          await onScreen({ action: "frameText", selector: "#details h2" });
          await onScreen({ action: "screenshot", name: `map-${theme.split(" ")[1]?.toLowerCase() ?? ""}` });
        } finally {
          await workbench.update("colorTheme", undefined, vscode.ConfigurationTarget.Global);
        }
      });
    }

    it("shows its state in the language status", async () => {
      await open("payments/gateway.ts");
      await onScreen({ action: "click", selector: "#status\\.languageStatus" });
      await onScreen({ action: "hover", selector: "#status\\.languageStatus" });
      await onScreen({ action: "waitFor", selector: "text=/Idemlint: \\d+ gaps/" });
      await onScreen({ action: "screenshot", name: "status" });
    });
  });
}

async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, position);
  return hovers
    .flatMap(({ contents }) => contents.map((part) => (part instanceof vscode.MarkdownString ? part.value : "")))
    .join("\n");
}
