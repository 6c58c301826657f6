import * as vscode from "vscode";
import type { FolderStatus } from "../../server/protocol.js";
import { documentSelector, type ServerHandle, type ServerStatus } from "../client.js";

/** The entry in the language status: findings, what was read, how long it took. */
export function registerStatus(server: ServerHandle): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("idemlint.status", documentSelector);
  item.name = "Idemlint";
  item.text = "Idemlint";
  item.command = { command: "idemlint.showOutput", title: "Show Output" };
  const subscription = server.onStatus((status) => {
    Object.assign(item, appearanceOf(status));
  });
  return vscode.Disposable.from(item, subscription);
}

type Appearance = Pick<vscode.LanguageStatusItem, "text" | "detail" | "busy" | "severity" | "command">;

const showOutput = { command: "idemlint.showOutput", title: "Show Output" };
const restart = { command: "idemlint.restart", title: "Restart Server" };

function appearanceOf(status: ServerStatus): Appearance {
  const { Information, Warning, Error } = vscode.LanguageStatusSeverity;
  switch (status.state) {
    case "starting":
      return { text: "Idemlint: starting", detail: "", busy: true, severity: Information, command: showOutput };
    case "stopped":
      return { text: "Idemlint: not running", detail: status.reason, busy: false, severity: Error, command: restart };
    case "running": {
      const { folders } = status;
      const problems = folders.flatMap((folder) => folder.problems);
      const isFailed = folders.some(({ state }) => state === "failed");
      return {
        text: `Idemlint: ${headline(folders)}`,
        detail: problems[0] ?? detailOf(folders),
        busy: folders.some(({ state }) => state === "indexing"),
        severity: isFailed ? Error : problems.length > 0 ? Warning : Information,
        command: showOutput,
      };
    }
  }
}

function headline(folders: readonly FolderStatus[]): string {
  if (folders.some(({ state }) => state === "indexing")) return "reading the project";
  if (folders.every(({ state }) => state === "disabled")) return "off";
  if (folders.every(({ state }) => state === "failed")) return "cannot check";
  const found = sum(folders, ({ counts }) => counts.error + counts.warning + counts.info);
  return found === 0 ? "no gaps" : plural(found, "gap");
}

function detailOf(folders: readonly FolderStatus[]): string {
  const milliseconds = sum(folders, (folder) => folder.milliseconds);
  return [
    plural(
      sum(folders, ({ files }) => files),
      "file",
    ),
    plural(
      sum(folders, ({ entryPoints }) => entryPoints),
      "entry point",
    ),
    plural(
      sum(folders, ({ effects }) => effects),
      "effect",
    ),
    milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`,
  ].join(" · ");
}

function sum(folders: readonly FolderStatus[], amount: (folder: FolderStatus) => number): number {
  return folders.reduce((total, folder) => total + amount(folder), 0);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
