import { randomBytes } from "node:crypto";
import path from "node:path";
import * as vscode from "vscode";

/** Timelines of the latest runs, by the scenario's file, and the view that shows one. */
export interface Timelines {
  set(file: vscode.Uri, page: string, folder: string): void;
  dispose(): void;
}

/** Registers the command that shows a timeline beside the code. */
export function createTimelines(): Timelines {
  const pages = new Map<string, { readonly page: string; readonly folder: string }>();
  let latest: string | undefined;
  let panel: { readonly view: vscode.WebviewPanel; shown: string } | undefined;

  const draw = (key: string) => {
    const known = pages.get(key);
    if (!panel || !known) return;
    panel.shown = key;
    panel.view.title = `Timeline: ${path.basename(vscode.Uri.parse(key).fsPath)}`;
    panel.view.webview.html = inWebview(known.page, randomBytes(16).toString("base64url"));
  };

  const show = (asked?: unknown) => {
    const key = keyOf(asked) ?? latest;
    if (key === undefined || !pages.has(key)) {
      void vscode.window.showInformationMessage(
        "Run a scenario first: its timeline shows each attempt, the fault and what differs.",
      );
      return;
    }
    if (panel) panel.view.reveal(undefined, true);
    else {
      const view = vscode.window.createWebviewPanel(
        "idemlint.timeline",
        "Timeline",
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        { enableScripts: true, localResourceRoots: [], enableFindWidget: true },
      );
      view.onDidDispose(() => (panel = undefined));
      view.webview.onDidReceiveMessage(
        (message: unknown) => void openPlace(pages.get(panel?.shown ?? "")?.folder, message),
      );
      panel = { view, shown: key };
    }
    draw(key);
  };

  const command = vscode.commands.registerCommand("idemlint.showTimeline", show);
  return {
    set: (file, page, folder) => {
      latest = file.toString();
      pages.set(latest, { page, folder });
      if (panel?.shown === latest) draw(latest);
    },
    dispose: () => {
      command.dispose();
      panel?.view.dispose();
    },
  };
}

/** Given a file's address, or a test item by its menu. */
function keyOf(asked: unknown): string | undefined {
  if (typeof asked === "string") return asked;
  const uri = typeof asked === "object" && asked !== null && "uri" in asked ? asked.uri : undefined;
  return uri instanceof vscode.Uri ? uri.toString() : undefined;
}

/** The page with this window's colours, a script that only this page may run, and places that open in the editor. */
function inWebview(page: string, nonce: string): string {
  return page
    .replace(/script-src 'unsafe-inline'/, `script-src 'nonce-${nonce}'`)
    .replaceAll("<script>", `<script nonce="${nonce}">`)
    .replace("</head>", `<style>${themed}</style></head>`)
    .replace("</body>", `<script nonce="${nonce}">${clickable}</script></body>`);
}

const themed = `
:root {
  --page: var(--vscode-editor-background); --card: var(--vscode-editorWidget-background); --line: var(--vscode-editorWidget-border);
  --text: var(--vscode-editor-foreground); --soft: var(--vscode-descriptionForeground);
  --good: var(--vscode-charts-green); --bad: var(--vscode-charts-red); --warn: var(--vscode-charts-orange);
  --good-back: color-mix(in srgb, var(--good) 15%, transparent); --bad-back: color-mix(in srgb, var(--bad) 15%, transparent);
  --warn-back: color-mix(in srgb, var(--warn) 15%, transparent);
}
body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
code.place { cursor: pointer; color: var(--vscode-textLink-foreground) !important; }
code.place:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
`;

const clickable = String.raw`
const host = acquireVsCodeApi();
for (const code of document.querySelectorAll(".step code")) {
  const [, file, line] = /^(.+):(\d+)$/.exec(code.textContent) ?? [];
  if (file === undefined) continue;
  const open = () => host.postMessage({ file, line: Number(line) });
  code.classList.add("place");
  code.tabIndex = 0;
  code.setAttribute("role", "link");
  code.addEventListener("click", open);
  code.addEventListener("keydown", (event) => event.key === "Enter" && open());
}
`;

async function openPlace(folder: string | undefined, message: unknown): Promise<void> {
  if (folder === undefined || typeof message !== "object" || message === null) return;
  const { file, line } = message as { readonly file?: unknown; readonly line?: unknown };
  if (typeof file !== "string" || typeof line !== "number") return;
  const position = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(path.resolve(folder, file)), {
    viewColumn: vscode.ViewColumn.One,
    selection: new vscode.Range(position, position),
  });
}
