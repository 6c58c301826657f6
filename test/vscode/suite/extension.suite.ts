import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Api } from "../../../extension/main.js";
import { codeActions, findings, open, replaceText, until } from "./editor.js";
import { onScreen } from "./screen.js";

/** What a developer does in the editor, in the order in which they do it. */
export function defineSuite(): void {
  describe("Idemlint in VS Code", () => {
    let editor: vscode.TextEditor;
    let original: string;

    before(async () => {
      editor = await open("src/worker.ts");
      original = editor.document.getText();
      const extension = vscode.extensions.getExtension<Api>("idemlint.idemlint");
      assert.ok(extension, "the extension is installed");
      const { ready } = await extension.activate();
      await ready;
    });

    const theFinding = () => until("the finding", () => findings(editor.document.uri)[0]);
    const restore = async () => {
      await replaceText(editor, original);
      await theFinding();
    };

    it("shows the gap with its rule, page and path", async () => {
      const finding = await theFinding();
      assert.equal(finding.source, "idemlint");
      const code = finding.code;
      assert.ok(typeof code === "object" && code.value === "unguarded-insert");
      assert.match(code.target.toString(), /unguarded-insert/);
      assert.ok((finding.relatedInformation ?? []).length >= 2);
      editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
      await vscode.commands.executeCommand("workbench.actions.view.problems");
      await vscode.window.showTextDocument(editor.document);
      await onScreen({ action: "waitFor", selector: ".squiggly-error, .squiggly-warning" });
      await onScreen({ action: "screenshot", name: "diagnostics" });
    });

    it("explains it on hover", async () => {
      const { range } = await theFinding();
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        editor.document.uri,
        range.start.translate(0, 3),
      );
      const text = hovers.flatMap(({ contents }) =>
        contents.map((part) => (typeof part === "string" ? part : part.value)),
      );
      assert.match(text.join("\n"), /happens twice/);
      assert.match(text.join("\n"), /Remedy:/);
      await vscode.commands.executeCommand("editor.action.showHover");
      await onScreen({ action: "waitFor", selector: ".monaco-hover .markdown-hover" });
      await onScreen({ action: "screenshot", name: "hover" });
      await onScreen({ action: "press", keys: "Escape" });
    });

    it("puts a lens over the entry point", async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        editor.document.uri,
        10,
      );
      const titles = lenses.map(({ command }) => command?.title ?? "");
      assert.ok(
        titles.some((title) => /redelivered by bullmq · 1 effect · 1 unguarded/.test(title)),
        titles.join("\n"),
      );
    });

    it("repairs it through the lightbulb, and the finding goes", async () => {
      const { range } = await theFinding();
      const offered = await codeActions(editor.document.uri, range);
      const fix = offered.find(({ edit }) => edit !== undefined);
      assert.ok(fix?.edit, offered.map(({ title }) => title).join("\n"));
      await vscode.commands.executeCommand("editor.action.quickFix");
      await onScreen({ action: "waitFor", selector: ".action-widget" });
      await onScreen({ action: "screenshot", name: "lightbulb" });
      await onScreen({ action: "press", keys: "Escape" });
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
      await until("the finding to go", () => findings(editor.document.uri).length === 0 || undefined);
      await onScreen({ action: "screenshot", name: "fixed" });
      await restore();
    });

    it("suppresses it with a reason", async () => {
      const { range } = await theFinding();
      const offered = await codeActions(editor.document.uri, range);
      const suppress = offered.find(({ title }) => title.startsWith("Suppress unguarded-insert"));
      const { command } = suppress ?? {};
      assert.ok(command);
      await vscode.commands.executeCommand(
        command.command,
        ...(command.arguments ?? []),
        "orders are deduped upstream",
      );
      await until("the finding to go", () => findings(editor.document.uri).length === 0 || undefined);
      assert.match(editor.document.getText(), /^ {2}\/\/ idemlint-disable-next-line unguarded-insert -- orders are/m);
      await restore();
    });

    it("shows the path step by step", async () => {
      const { range } = await theFinding();
      editor.selection = new vscode.Selection(range.start, range.start);
      await vscode.commands.executeCommand("idemlint.showPath");
      await onScreen({ action: "waitFor", selector: "text=Step 1 of" });
      await onScreen({ action: "screenshot", name: "path" });
      await vscode.commands.executeCommand("idemlint.nextStep");
      await onScreen({ action: "waitFor", selector: "text=Step 2 of" });
      await vscode.commands.executeCommand("idemlint.closePath");
    });

    it("restarts the server and finds the gap again", async () => {
      await vscode.commands.executeCommand("idemlint.restart");
      await theFinding();
    });
  });
}
