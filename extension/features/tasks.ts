import * as vscode from "vscode";
import { findCli } from "../cli.js";

/** `idemlint check` as a task; its findings go to the Problems view. */
export function registerTasks(): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(type, {
    provideTasks: () =>
      (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => taskFor({ type, args: [] }, folder) ?? []),
    resolveTask: ({ definition, scope }) => (typeof scope === "object" ? taskFor(definition, scope) : undefined),
  });
}

const type = "idemlint";

/** As in `tasks.json`. */
interface Definition extends vscode.TaskDefinition {
  readonly args?: readonly string[];
}

/** Nothing where the program is not installed: a task that cannot run helps nobody. */
function taskFor(definition: Definition, folder: vscode.WorkspaceFolder): vscode.Task | undefined {
  const root = folder.uri.fsPath;
  const cli = findCli(vscode.Uri.joinPath(folder.uri, "package.json").fsPath, root);
  if (cli === undefined) return undefined;
  const execution = new vscode.ProcessExecution("node", [cli, "check", ...(definition.args ?? [])], { cwd: root });
  const task = new vscode.Task(definition, folder, "check", "idemlint", execution, "$idemlint");
  task.group = vscode.TaskGroup.Build;
  return task;
}
