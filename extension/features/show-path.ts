import * as vscode from "vscode";
import { clientCommands, pathRequest, type PathParams, type PathResult, type PathStep } from "../../server/protocol.js";
import type { ServerHandle } from "../client.js";

/** Steps through the calls from the entry point to the effect, with numbers in the code. */
export function registerShowPath(server: ServerHandle): vscode.Disposable {
  const line = decoration({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.findMatchHighlightBackground"),
  });
  const current = decoration({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.findMatchBackground"),
  });
  const bar = vscode.window.createStatusBarItem("idemlint.path", vscode.StatusBarAlignment.Left, 1000);
  bar.name = "Idemlint path";
  bar.command = "idemlint.nextStep";
  let shown: { readonly path: PathResult; readonly index: number } | undefined;

  const paint = () => {
    for (const editor of vscode.window.visibleTextEditors) {
      const here = (shown?.path.steps ?? []).flatMap((step, index) =>
        vscode.Uri.parse(step.uri).toString() === editor.document.uri.toString() ? [{ step, index }] : [],
      );
      const optionsOf = (isCurrent: boolean) =>
        here
          .filter(({ index }) => (index === shown?.index) === isCurrent)
          .map(({ step, index }) => labelled(step, index, shown?.path.steps.length ?? 0));
      editor.setDecorations(line, optionsOf(false));
      editor.setDecorations(current, optionsOf(true));
    }
  };

  const go = async (path: PathResult, index: number) => {
    const step = path.steps[index];
    if (!step) return;
    shown = { path, index };
    // On a long line the text beside the code is out of sight.
    bar.text = `$(list-ordered) Step ${index + 1} of ${path.steps.length}: ${shortened(step.text)}`;
    bar.tooltip = path.title;
    bar.show();
    await vscode.commands.executeCommand("setContext", "idemlint.pathShown", true);
    await vscode.window.showTextDocument(vscode.Uri.parse(step.uri), {
      selection: new vscode.Range(step.line, step.character, step.line, step.character),
    });
    paint();
  };

  const close = async () => {
    shown = undefined;
    bar.hide();
    paint();
    await vscode.commands.executeCommand("setContext", "idemlint.pathShown", false);
  };

  const turn = async (by: number) => {
    if (!shown) return;
    const { length } = shown.path.steps;
    await go(shown.path, (shown.index + by + length) % length);
  };

  return vscode.Disposable.from(
    line,
    current,
    bar,
    vscode.window.onDidChangeVisibleTextEditors(paint),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      if (shown?.path.steps.some(({ uri }) => vscode.Uri.parse(uri).toString() === document.uri.toString()))
        void close();
    }),
    vscode.commands.registerCommand(clientCommands.showPath, async (at?: PathParams) => {
      const path = await pathAt(server, at);
      if (path) await go(path, 0);
      else vscode.window.setStatusBarMessage("Idemlint: no finding or effect on this line", 3000);
    }),
    vscode.commands.registerCommand(clientCommands.whySafe, async (at?: PathParams) => {
      const path = await pathAt(server, at);
      if (path?.guard !== undefined) await go(path, path.guard);
      else vscode.window.setStatusBarMessage("Idemlint: no guarded effect on this line", 3000);
    }),
    vscode.commands.registerCommand("idemlint.nextStep", () => turn(1)),
    vscode.commands.registerCommand("idemlint.previousStep", () => turn(-1)),
    vscode.commands.registerCommand("idemlint.closePath", close),
  );
}

/** The path at a place, at the cursor, or at the first finding on its line. */
async function pathAt(server: ServerHandle, at: PathParams | undefined): Promise<PathResult | undefined> {
  if (at) return (await server.request<PathResult | null>(pathRequest, at)) ?? undefined;
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  const finding = vscode.languages
    .getDiagnostics(document.uri)
    .find(({ source, range }) => source === "idemlint" && range.start.line === selection.active.line);
  const places = [selection.active, ...(finding ? [finding.range.start] : [])];
  for (const { line, character } of places) {
    const uri = document.uri.toString();
    const path = await server.request<PathResult | null>(pathRequest, { uri, line, character });
    if (path) return path;
  }
  return undefined;
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function labelled(step: PathStep, index: number, count: number): vscode.DecorationOptions {
  return {
    range: new vscode.Range(step.line, step.character, step.line, step.character),
    renderOptions: { after: { contentText: `${index + 1}/${count}  ${step.text}` } },
    hoverMessage: step.text,
  };
}

function decoration(options: vscode.DecorationRenderOptions): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    ...options,
    overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.findMatchForeground"),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    after: { margin: "0 0 0 2em", color: new vscode.ThemeColor("editorCodeLens.foreground"), fontStyle: "italic" },
  });
}
