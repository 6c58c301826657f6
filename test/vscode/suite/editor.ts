import path from "node:path";
import * as vscode from "vscode";

/** The workspace's own folder. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error("no folder is open");
  return folder.uri;
}

/** Opens a file of the workspace. */
export async function open(name: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.file(path.join(workspaceFolder().fsPath, name));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

/** Findings of a document. */
export function findings(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "idemlint");
}

/** Waits until something holds. */
export async function until<Result>(
  what: string,
  look: () => Result | undefined | Promise<Result | undefined>,
): Promise<Result> {
  const end = Date.now() + 25_000;
  for (;;) {
    const result = await look();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > end) throw new Error(`gave up waiting: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Code actions at a place; asks again while the built-in TypeScript extension starts and cancels. */
export async function codeActions(uri: vscode.Uri, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  return until("code actions", async () => {
    try {
      return await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range);
    } catch (error) {
      if (error instanceof Error && error.message.includes("Canceled")) return undefined;
      throw error;
    }
  });
}

/** Replaces all text of an editor. */
export async function replaceText(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  await editor.edit((edit) => {
    edit.replace(whole, text);
  });
}
