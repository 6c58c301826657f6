import * as vscode from "vscode";
import { checkRequest, type StatusParams } from "../../server/protocol.js";
import type { ServerHandle } from "../client.js";

/** Commands about the server itself; they answer before it is up, too. */
export function registerCommands(server: ServerHandle): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand("idemlint.restart", () => server.restart()),
    vscode.commands.registerCommand("idemlint.showOutput", () => {
      server.output.show(true);
    }),
    vscode.commands.registerCommand("idemlint.checkWorkspace", () => checkWorkspace(server)),
  );
}

async function checkWorkspace(server: ServerHandle): Promise<void> {
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "Idemlint: checking the workspace" },
    () => server.request<StatusParams>(checkRequest, null),
  );
  if (!result) {
    const restart = "Restart Server";
    const chosen = await vscode.window.showWarningMessage("The Idemlint server is not running.", restart);
    if (chosen === restart) await server.restart();
    return;
  }
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}
