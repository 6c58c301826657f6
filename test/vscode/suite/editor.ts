import assert from "node:assert/strict";
import path from "node:path";
import * as vscode from "vscode";
import type { Api } from "../../../extension/main.js";
import { isShown, onScreen } from "./screen.js";

/** A file of the workspace. */
export function fileUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  return vscode.Uri.file(path.join(folder.uri.fsPath, name));
}

/** Opens a file of the workspace and waits for the server. */
export async function open(name: string): Promise<vscode.TextEditor> {
  // A workspace of several folders opens them a moment after the window.
  await until("a folder to open", () => vscode.workspace.workspaceFolders?.[0]);
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(fileUri(name)));
  const extension = vscode.extensions.getExtension<Api>("idemlint.idemlint");
  assert.ok(extension, "the extension is installed");
  const { ready } = await extension.activate();
  await ready;
  return editor;
}

/** Waits until something holds. */
export async function until<Result>(
  what: string,
  look: () => Result | undefined | false | Promise<Result | undefined | false>,
): Promise<Result> {
  const end = Date.now() + 90_000;
  for (;;) {
    const result = await look();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > end) throw new Error(`gave up waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Findings of a document, of one rule or of any. */
export function findings(uri: vscode.Uri, rule?: string): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source, code }) => {
    const id = typeof code === "object" ? code.value : code;
    return source === "idemlint" && (rule === undefined || id === rule);
  });
}

/** The finding of a rule, once it is there; the cursor goes to it. */
export async function goTo(editor: vscode.TextEditor, rule: string): Promise<vscode.Diagnostic> {
  const finding = await until(`${rule} in ${editor.document.fileName}`, () => findings(editor.document.uri, rule)[0]);
  editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
  editor.revealRange(finding.range, vscode.TextEditorRevealType.InCenter);
  return finding;
}

/**
 * Runs a command of the editor until what it shows is there. The editor drops such a request without a word when
 * diagnostics or another extension's answers change while it waits, so once is not enough.
 */
export async function showing(command: string, selector: string): Promise<void> {
  await until(`${command} to show ${selector}`, async () => {
    await vscode.commands.executeCommand(command);
    return isShown(selector);
  });
}

/** Waits until a rule has nothing to say about a document. */
export async function gone(uri: vscode.Uri, rule: string): Promise<void> {
  await until(`${rule} to go`, () => findings(uri, rule).length === 0 || undefined);
}

/** Code actions at a place; asks again while the built-in TypeScript extension starts and cancels. */
async function codeActions(uri: vscode.Uri, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  return until("code actions", async () => {
    try {
      return await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range);
    } catch (error) {
      if (error instanceof Error && error.message.includes("Canceled")) return undefined;
      throw error;
    }
  });
}

/** The code action whose title fits. */
export async function codeAction(uri: vscode.Uri, range: vscode.Range, title: RegExp): Promise<vscode.CodeAction> {
  const offered = await codeActions(uri, range);
  const found = offered.find((action) => title.test(action.title));
  assert.ok(found, `no ${title} among:\n${offered.map((action) => action.title).join("\n")}`);
  return found;
}

/** After each test: a picture when it failed, then every editor goes back to what is on disk. */
export async function cleanUp(this: Mocha.Context): Promise<void> {
  if (this.currentTest?.isFailed() === true) await onScreen({ action: "screenshot", name: "failed" });
  await onScreen({ action: "rest" });
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}
