import * as vscode from "vscode";
import { clientCommands, type SuppressArgument } from "../../server/protocol.js";

/** Asks for the reason, then writes the comment over the line. */
export function registerSuppress(): vscode.Disposable {
  return vscode.commands.registerCommand(
    clientCommands.suppress,
    async ({ uri, line, indent, rule }: SuppressArgument, given?: string) => {
      const reason = given ?? (await askReason(rule));
      if (reason === undefined) return;
      const edit = new vscode.WorkspaceEdit();
      const comment = `${indent}// idemlint-disable-next-line ${rule} -- ${reason.trim()}\n`;
      edit.insert(vscode.Uri.parse(uri), new vscode.Position(line, 0), comment);
      await vscode.workspace.applyEdit(edit);
    },
  );
}

function askReason(rule: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: `Suppress ${rule}`,
    prompt: "Why is repeating this harmless? The reason stands in the code for the next reader.",
    placeHolder: "the provider dedupes on our order id",
    validateInput: (text) => (text.trim() === "" ? "A suppression needs a reason." : undefined),
  });
}
