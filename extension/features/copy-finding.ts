import path from "node:path";
import * as vscode from "vscode";

/** Copies the finding under the cursor, with its path, for an issue or a review. */
export function registerCopyFinding(): vscode.Disposable {
  return vscode.commands.registerCommand("idemlint.copyFinding", async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document, selection } = editor;
    const finding = vscode.languages
      .getDiagnostics(document.uri)
      .find(({ source, range }) => source === "idemlint" && range.start.line === selection.active.line);
    if (!finding) {
      vscode.window.setStatusBarMessage("Idemlint: no finding on this line", 3000);
      return;
    }
    await vscode.env.clipboard.writeText(markdownOf(document, finding));
    vscode.window.setStatusBarMessage("Idemlint: finding copied", 3000);
  });
}

function markdownOf(document: vscode.TextDocument, finding: vscode.Diagnostic): string {
  const { line } = finding.range.start;
  const rule =
    typeof finding.code === "object" ? `[${finding.code.value}](${finding.code.target.toString()})` : finding.code;
  return [
    `**${rule ?? "idemlint"}** at ${place(document.uri, line)}`,
    "",
    finding.message,
    "",
    "```ts",
    document.lineAt(line).text.trim(),
    "```",
    "",
    ...(finding.relatedInformation ?? []).map(
      ({ location, message }) => `${message} — ${place(location.uri, location.range.start.line)}`,
    ),
    "",
  ].join("\n");
}

function place(uri: vscode.Uri, line: number): string {
  return `\`${vscode.workspace.asRelativePath(uri).split(path.sep).join("/")}:${line + 1}\``;
}
