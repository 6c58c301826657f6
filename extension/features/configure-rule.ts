import * as vscode from "vscode";
import { clientCommands, serverCommands, type RuleSeverity } from "../../server/protocol.js";

/** Sets the severity of one rule: in the configuration, which everybody and every tool reads, or in the workspace's settings. */
export function registerConfigureRule(): vscode.Disposable {
  return vscode.commands.registerCommand(clientCommands.configureRule, async (rule: string) => {
    const resource = vscode.window.activeTextEditor?.document.uri;
    const configuration = vscode.workspace.getConfiguration("idemlint", resource);
    const rules = configuration.get<Record<string, RuleSeverity>>("rules") ?? {};
    const chosen = await vscode.window.showQuickPick(
      severities.map((item) => ({ ...item, picked: rules[rule] === item.label })),
      { title: `Severity of ${rule}`, placeHolder: rules[rule] ?? "as the preset says" },
    );
    if (!chosen) return;
    const place = await vscode.window.showQuickPick(places, { title: `${rule} is ${chosen.label}: where?` });
    if (!place) return;
    if (place.isShared) {
      await vscode.commands.executeCommand(serverCommands.setSeverity, resource?.toString(), rule, chosen.label);
      return;
    }
    await configuration.update("rules", { ...rules, [rule]: chosen.label }, vscode.ConfigurationTarget.Workspace);
  });
}

const places = [
  { label: "idemlint.config", description: "for the command line, ESLint and every editor", isShared: true },
  { label: "Workspace settings", description: "for this editor alone", isShared: false },
];

const severities: readonly { readonly label: RuleSeverity; readonly description: string }[] = [
  { label: "error", description: "fails the check" },
  { label: "warning", description: "shown, does not fail the check" },
  { label: "info", description: "shown as information" },
  { label: "off", description: "never reported in this workspace" },
];
