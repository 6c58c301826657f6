import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { clientCommands, mapRequest, type MapParams, type MapResult } from "../../server/protocol.js";
import type { ServerHandle } from "../client.js";

/** What to draw: an entry point of a document's folder, or all of the folder. */
interface MapArgument {
  readonly uri?: string;
  readonly entry?: string;
}

/** The workflow map beside the code; drawn again when the findings change. */
export function registerWorkflowMap(server: ServerHandle): vscode.Disposable {
  let panel: vscode.WebviewPanel | undefined;
  let argument: MapArgument = {};
  let folder: string | undefined;
  /** Most edits leave the map as it is, and a page that is not set again keeps still. */
  let drawn: string | undefined;

  const draw = async () => {
    if (!panel) return;
    const nonce = randomBytes(16).toString("base64url");
    const result = await server.request<MapResult | null>(mapRequest, { ...argument, nonce } satisfies MapParams);
    if (!result) {
      vscode.window.setStatusBarMessage("Idemlint: the map needs the server; see Idemlint: Show Output", 5000);
      return;
    }
    folder = result.folder;
    panel.title = `Map: ${result.title}`;
    const page = result.html.replaceAll(nonce, "");
    if (page === drawn) return;
    drawn = page;
    panel.webview.html = result.html;
  };

  const show = async (asked?: MapArgument) => {
    const active = vscode.window.activeTextEditor?.document.uri;
    argument = asked ?? (active?.scheme === "file" ? { uri: active.toString() } : {});
    if (panel) panel.reveal(undefined, true);
    else {
      panel = vscode.window.createWebviewPanel(
        "idemlint.map",
        "Map",
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        { enableScripts: true, localResourceRoots: [], enableFindWidget: true },
      );
      panel.webview.onDidReceiveMessage((message: unknown) => {
        if (folder !== undefined && isPlace(message)) void openPlace(folder, message);
      });
      panel.onDidDispose(() => (panel = drawn = undefined));
    }
    await draw();
  };

  let drawing: NodeJS.Timeout | undefined;
  return vscode.Disposable.from(
    vscode.commands.registerCommand(clientCommands.showMap, show),
    server.onStatus(({ state }) => {
      if (state !== "running") return;
      clearTimeout(drawing);
      drawing = setTimeout(() => void draw(), redrawDelayMs);
    }),
    {
      dispose: () => {
        clearTimeout(drawing);
        panel?.dispose();
      },
    },
  );
}

/** Typing goes before drawing. */
const redrawDelayMs = 600;

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function isPlace(message: unknown): message is Place {
  if (typeof message !== "object" || message === null) return false;
  const { file, line, column } = message as Partial<Place>;
  return typeof file === "string" && typeof line === "number" && typeof column === "number";
}

async function openPlace(folder: string, { file, line, column }: Place): Promise<void> {
  const position = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.Uri.parse(folder), file), {
    viewColumn: vscode.ViewColumn.One,
    selection: new vscode.Range(position, position),
  });
}
