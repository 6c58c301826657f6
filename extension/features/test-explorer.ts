import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { findCli } from "../cli.js";

/** Scenarios in the Test Explorer; only in a trusted workspace, since running one runs the workspace's code. */
export function registerTestExplorer(): vscode.Disposable {
  const disposables: vscode.Disposable[] = [];
  if (vscode.workspace.isTrusted) disposables.push(createExplorer());
  else disposables.push(vscode.workspace.onDidGrantWorkspaceTrust(() => disposables.push(createExplorer())));
  return new vscode.Disposable(() => {
    for (const disposable of disposables) disposable.dispose();
  });
}

const pattern = "**/*.idemlint.{ts,mts,cts,js,mjs,cjs}";

function createExplorer(): vscode.Disposable {
  const controller = vscode.tests.createTestController("idemlint.scenarios", "Idemlint");
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  let isResolved = false;

  const add = async (uri: vscode.Uri) => {
    const bytes = await vscode.workspace.fs.readFile(uri);
    controller.items.add(itemOf(controller, uri, Buffer.from(bytes).toString("utf8")));
  };
  const resolve = async () => {
    isResolved = true;
    const files = await vscode.workspace.findFiles(pattern, "**/{node_modules,dist}/**");
    await Promise.all(files.map(add));
  };
  const changed = (uri: vscode.Uri) => {
    if (isResolved) void add(uri);
  };

  controller.resolveHandler = (item) => (item === undefined ? resolve() : undefined);
  controller.refreshHandler = resolve;
  controller.createRunProfile(
    "Run twice",
    vscode.TestRunProfileKind.Run,
    async (request, token) => {
      if (!isResolved) await resolve();
      await runAll(controller, request, token);
    },
    true,
  );
  return vscode.Disposable.from(
    controller,
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete((uri) => controller.items.delete(uri.toString())),
  );
}

/** A scenario is named by its `name`; its place is there, too. */
function itemOf(controller: vscode.TestController, uri: vscode.Uri, text: string): vscode.TestItem {
  const name = /\bname:\s*(["'`])(.+?)\1/.exec(text);
  const item = controller.createTestItem(uri.toString(), name?.[2] ?? path.basename(uri.fsPath), uri);
  item.description = vscode.workspace.asRelativePath(uri);
  const line = name ? text.slice(0, name.index).split("\n").length - 1 : 0;
  item.range = new vscode.Range(line, 0, line, 0);
  return item;
}

async function runAll(
  controller: vscode.TestController,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
): Promise<void> {
  const run = controller.createTestRun(request);
  const all = request.include ?? [...controller.items].map(([, item]) => item);
  const items = all.filter((item) => !(request.exclude ?? []).includes(item));
  for (const item of items) run.enqueued(item);
  for (const item of items) {
    if (token.isCancellationRequested) run.skipped(item);
    else await runOne(run, item, token);
  }
  run.end();
}

async function runOne(run: vscode.TestRun, item: vscode.TestItem, token: vscode.CancellationToken): Promise<void> {
  const folder = item.uri && vscode.workspace.getWorkspaceFolder(item.uri)?.uri.fsPath;
  if (!item.uri || folder === undefined) return;
  const cli = findCli(item.uri.fsPath, folder);
  if (cli === undefined) {
    run.errored(item, new vscode.TestMessage(howToInstall));
    return;
  }
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "idemlint-"));
  const verdicts = path.join(temporary, "verdicts.json");
  const started = Date.now();
  run.started(item);
  try {
    const args = [cli, "verify", path.relative(folder, item.uri.fsPath), "--verdicts", verdicts];
    const ending = await execute(args, folder, token, (text) => {
      run.appendOutput(text.replaceAll(/\r?\n/g, "\r\n"), undefined, item);
    });
    report(run, item, ending, readVerdicts(verdicts), folder, Date.now() - started);
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

const howToInstall =
  "Running a scenario needs the package idemlint in the workspace: npm install --save-dev idemlint. Another place is set by idemlint.cli.path.";

type Ending =
  { readonly kind: "exit"; readonly code: number | null; readonly errors: string } | { readonly kind: "cancelled" };

/** Streams the output; a cancelled run is ended. */
function execute(
  args: readonly string[],
  cwd: string,
  token: vscode.CancellationToken,
  write: (text: string) => void,
): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn("node", args, { cwd, env: { ...process.env, FORCE_COLOR: "1" } });
    let errors = "";
    let isCancelled = false;
    const subscription = token.onCancellationRequested(() => {
      isCancelled = true;
      child.kill();
    });
    const end = (ending: Ending) => {
      subscription.dispose();
      resolve(ending);
    };
    child.stdout.setEncoding("utf8").on("data", write);
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
      write(text);
    });
    child.on("error", (error) => end({ kind: "exit", code: null, errors: `node did not start: ${error.message}` }));
    child.on("close", (code) => end(isCancelled ? { kind: "cancelled" } : { kind: "exit", code, errors }));
  });
}

/** What `idemlint verify` writes about one scenario, as far as it is shown. */
interface Verdict {
  readonly scenario: string;
  readonly verdict: string;
  readonly reason: string;
  readonly schedule?: string;
  readonly sites: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly verdict: string;
  }[];
}

function readVerdicts(file: string): readonly Verdict[] {
  try {
    return (JSON.parse(fs.readFileSync(file, "utf8")) as { verdicts: readonly Verdict[] }).verdicts;
  } catch {
    return [];
  }
}

function report(
  run: vscode.TestRun,
  item: vscode.TestItem,
  ending: Ending,
  verdicts: readonly Verdict[],
  folder: string,
  milliseconds: number,
): void {
  if (ending.kind === "cancelled") {
    run.skipped(item);
    return;
  }
  if (verdicts.length === 0) {
    const text = ending.errors.trim() || `idemlint verify ended with ${String(ending.code)} and no verdict.`;
    run.errored(item, new vscode.TestMessage(text), milliseconds);
    return;
  }
  const bad = verdicts.filter(({ verdict }) => verdict === "confirmed" || verdict === "wedged" || verdict === "flaky");
  const open = verdicts.filter(({ verdict }) => verdict === "not-reached" || verdict === "inconclusive");
  if (bad.length > 0)
    run.failed(
      item,
      bad.flatMap((verdict) => messagesOf(verdict, folder)),
      milliseconds,
    );
  else if (open.length > 0)
    run.errored(
      item,
      open.flatMap((verdict) => messagesOf(verdict, folder)),
      milliseconds,
    );
  else run.passed(item, milliseconds);
}

/** One message at each call that showed the fault; without any, one at the scenario. */
function messagesOf({ reason, verdict, schedule, sites }: Verdict, folder: string): vscode.TestMessage[] {
  const text = `${verdict}: ${reason}${schedule === undefined ? "" : `\nSchedule ${schedule}`}`;
  const shown = sites.filter((site) => site.verdict === verdict);
  if (shown.length === 0) return [new vscode.TestMessage(text)];
  return shown.map(({ file, line, column }) => {
    const message = new vscode.TestMessage(text);
    const position = new vscode.Position(Math.max(line - 1, 0), Math.max(column - 1, 0));
    message.location = new vscode.Location(vscode.Uri.file(path.resolve(folder, file)), position);
    return message;
  });
}
