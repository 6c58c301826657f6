import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";

/** The command line program: the one that the settings name, or that of the nearest `node_modules` above a file. */
export function findCli(file: string, root: string): string | undefined {
  const configured = vscode.workspace.getConfiguration("idemlint").get<string>("cli.path") ?? "";
  if (configured !== "") return path.resolve(root, configured);
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const main = path.join(folder, "node_modules", "idemlint", "dist", "cli", "main.js");
    if (fs.existsSync(main)) return main;
    if (folder === path.dirname(folder)) return undefined;
  }
}
