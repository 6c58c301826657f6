import path from "node:path";
import * as vscode from "vscode";
import type { Verdict } from "./verify.js";

/** How a scenario counts as a test. */
export function outcomeOf(verdicts: readonly Verdict[]): "failed" | "errored" | "passed" {
  if (verdicts.some(({ verdict }) => wrong.has(verdict))) return "failed";
  return verdicts.some(({ verdict }) => verdict !== "refuted") ? "errored" : "passed";
}

/** What to tell about verdicts that are no success: at each call that showed the fault, else at the scenario. */
export function messagesOf(verdicts: readonly Verdict[], folder: string, file: string): vscode.TestMessage[] {
  return verdicts
    .filter(({ verdict }) => verdict !== "refuted")
    .flatMap((one) => {
      const shown = one.sites.filter((site) => site.verdict === one.verdict);
      if (shown.length === 0) return [new vscode.TestMessage(textOf(one, folder, file))];
      return shown.map(({ file: source, line, column }) => {
        const message = new vscode.TestMessage(textOf(one, folder, file));
        const position = new vscode.Position(Math.max(line - 1, 0), Math.max(column - 1, 0));
        message.location = new vscode.Location(vscode.Uri.file(path.resolve(folder, source)), position);
        return message;
      });
    });
}

const wrong: ReadonlySet<string> = new Set(["confirmed", "wedged", "flaky"]);

function textOf({ scenario, verdict, reason, schedule }: Verdict, folder: string, file: string): vscode.MarkdownString {
  const command = `idemlint verify ${path.relative(folder, file)} --schedule '${schedule ?? ""}'`;
  const text = new vscode.MarkdownString(`**${scenario}: ${verdict}.** ${reason}`);
  if (schedule !== undefined) text.appendMarkdown(`\n\nAgain: \`${command}\``);
  const link = `command:idemlint.showTimeline?${encodeURIComponent(JSON.stringify([vscode.Uri.file(file).toString()]))}`;
  text.appendMarkdown(`\n\n[Show the timeline](${link})`);
  text.isTrusted = { enabledCommands: ["idemlint.showTimeline"] };
  return text;
}
