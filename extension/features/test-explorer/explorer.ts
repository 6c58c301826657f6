import * as vscode from "vscode";
import { entryPointsRequest, type EntryPointsResult } from "../../../server/protocol.js";
import { findCli } from "../../cli.js";
import type { ServerHandle } from "../../client.js";
import { createItems, type Items } from "./items.js";
import { messagesOf, outcomeOf } from "./messages.js";
import { createTimelines, type Timelines } from "./timeline.js";
import { verdictsFile, verify } from "./verify.js";

/** Scenarios and entry points as tests; only in a trusted workspace, since running one runs the workspace's code. */
export function registerTestExplorer(server: ServerHandle): vscode.Disposable {
  const disposables: vscode.Disposable[] = [];
  if (vscode.workspace.isTrusted) disposables.push(createExplorer(server));
  else disposables.push(vscode.workspace.onDidGrantWorkspaceTrust(() => disposables.push(createExplorer(server))));
  return new vscode.Disposable(() => {
    for (const disposable of disposables) disposable.dispose();
  });
}

const pattern = "**/*.idemlint.{ts,mts,cts,js,mjs,cjs}";

function createExplorer(server: ServerHandle): vscode.Disposable {
  const controller = vscode.tests.createTestController("idemlint.scenarios", "Idemlint");
  const items = createItems(controller);
  const timelines = createTimelines();
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  let resolved: Promise<void> | undefined;

  const add = async (uri: vscode.Uri) => {
    const bytes = await vscode.workspace.fs.readFile(uri);
    items.addScenario(uri, Buffer.from(bytes).toString("utf8"));
  };
  const askEntries = async () => {
    const result = await server.request<EntryPointsResult>(entryPointsRequest, null);
    if (result) items.setEntries(result.entryPoints);
  };
  const find = async () => {
    const files = await vscode.workspace.findFiles(pattern, "**/{node_modules,dist}/**");
    await Promise.all([...files.map(add), askEntries()]);
  };
  const resolve = () => (resolved = find());
  const changed = (uri: vscode.Uri) => {
    if (resolved) void add(uri);
  };

  controller.resolveHandler = (item) => (item === undefined ? resolve() : undefined);
  controller.refreshHandler = resolve;
  controller.createRunProfile(
    "Run twice",
    vscode.TestRunProfileKind.Run,
    async (request, token) => {
      await (resolved ?? resolve());
      await runAll({ items, timelines, server }, request, token);
    },
    true,
  );
  let asking: NodeJS.Timeout | undefined;
  return vscode.Disposable.from(
    controller,
    timelines,
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(items.removeScenario),
    server.onStatus(({ state }) => {
      clearTimeout(asking);
      if (state === "running" && resolved) asking = setTimeout(() => void askEntries(), afterTypingMs);
    }),
    new vscode.Disposable(() => {
      clearTimeout(asking);
    }),
  );
}

/** Typing goes before listing. */
const afterTypingMs = 1_000;

/** What a run works with. */
interface Bench {
  readonly items: Items;
  readonly timelines: Timelines;
  readonly server: ServerHandle;
}

async function runAll(bench: Bench, request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
  const { items } = bench;
  const run = items.controller.createTestRun(request);
  const excluded = new Set(request.exclude);
  const asked = request.include ?? [...items.controller.items].map(([, item]) => item);
  const leaves = asked.flatMap((item) => (items.what(item) ? [item] : [...item.children].map(([, child]) => child)));
  const chosen = [...new Set(leaves)].filter((item) => !excluded.has(item));
  const scenariosOf = (item: vscode.TestItem): readonly vscode.TestItem[] => {
    const what = items.what(item);
    return what?.kind === "entry" ? items.scenariosOf(what.entry) : [item];
  };
  for (const item of chosen) run.enqueued(item);
  // A scenario runs once, and what it shows holds for every entry point that it runs.
  for (const scenario of new Set(chosen.flatMap(scenariosOf))) {
    const shownAt = chosen.filter((item) => scenariosOf(item).includes(scenario));
    await runScenario(run, bench, scenario, shownAt, token);
  }
  for (const item of chosen) {
    if (scenariosOf(item).length > 0) continue;
    // All were asked for: what cannot be run is no failure.
    if (request.include?.includes(item) !== true) run.skipped(item);
    else run.errored(item, new vscode.TestMessage(`No scenario runs ${item.label}. ${howToWrite}`));
  }
  run.end();
}

const howToWrite = `Write a file such as orders.idemlint.ts that exports { name, attempt, observe }; its name is the entry point's.`;

async function runScenario(
  run: vscode.TestRun,
  { timelines, server }: Bench,
  scenario: vscode.TestItem,
  shownAt: readonly vscode.TestItem[],
  token: vscode.CancellationToken,
): Promise<void> {
  const { uri } = scenario;
  const folder = uri && vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath;
  if (!uri || folder === undefined) return;
  const each = (tell: (item: vscode.TestItem) => void) => {
    for (const item of shownAt) tell(item);
  };
  if (token.isCancellationRequested) {
    each((item) => {
      run.skipped(item);
    });
    return;
  }
  const file = uri.fsPath;
  const cli = findCli(file, folder);
  if (cli === undefined) {
    each((item) => {
      run.errored(item, new vscode.TestMessage(howToInstall));
    });
    return;
  }
  const started = Date.now();
  each((item) => {
    run.started(item);
  });
  const write = (text: string) => {
    run.appendOutput(text.replaceAll(/\r?\n/g, "\r\n"), undefined, shownAt[0]);
  };
  const ending = await verify({ cli, folder, file, token, write });
  const milliseconds = Date.now() - started;
  if (ending.kind === "judged") server.changed(verdictsFile(folder));
  if (ending.kind === "judged" && ending.page !== undefined) timelines.set(uri, ending.page, folder);
  each((item) => {
    if (ending.kind === "cancelled") run.skipped(item);
    else if (ending.kind === "broken") run.errored(item, new vscode.TestMessage(ending.why), milliseconds);
    else {
      const outcome = outcomeOf(ending.verdicts);
      if (outcome === "passed") run.passed(item, milliseconds);
      else run[outcome](item, messagesOf(ending.verdicts, folder, file), milliseconds);
    }
  });
}

const howToInstall =
  "Running a scenario needs the package idemlint in the workspace: npm install --save-dev idemlint. Another place is set by idemlint.cli.path.";
