import {
  CodeActionKind,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type ServerCapabilities,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { clientFrom, type Client } from "./client.js";
import type { ServerContext } from "./context.js";
import { registerCodeActions, fixAllKind } from "./features/code-actions.js";
import { registerCodeLens } from "./features/code-lens.js";
import { registerDiagnostics } from "./features/diagnostics.js";
import { registerEntryPoints } from "./features/entry-points.js";
import { registerCommands } from "./features/execute.js";
import { registerHover } from "./features/hover.js";
import { registerMap } from "./features/map.js";
import { registerPath } from "./features/path.js";
import { registerStatus } from "./features/status.js";
import { registerWatch } from "./features/watch.js";
import { createFolderProofs } from "./folder-proofs.js";
import { createLog } from "./log.js";
import { serverCommands } from "./protocol.js";
import { createSessionPool, type Folder, type Open } from "./session-pool.js";
import { settingsFrom } from "./settings.js";
import { createTexts } from "./texts.js";
import { fileOf, uriOf } from "./uris.js";

/** Serves one client. `open` opens projects; tests pass their own. */
export function serve(connection: Connection, open: Open, version: string): void {
  const documents = new TextDocuments(TextDocument);
  let initialized: (() => Promise<void>) | undefined;

  connection.onInitialize((params) => {
    initialized = start(connection, documents, open, params);
    return { capabilities: capabilitiesFor(clientFrom(params)), serverInfo: { name: "idemlint", version } };
  });
  connection.onInitialized(() => {
    const log = createLog(connection.console);
    initialized?.().catch((error: unknown) => log.error("starting failed", error));
  });
  documents.listen(connection);
  connection.listen();
}

/** Wires everything for the client that sent `initialize`; the answer goes on once the client is ready for requests. */
function start(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  open: Open,
  params: InitializeParams,
): () => Promise<void> {
  const client = clientFrom(params);
  const log = createLog(connection.console);
  const texts = createTexts(documents);
  const listeners: ((folder: Folder) => void)[] = [];

  const sessions = createSessionPool({
    open,
    log,
    settings: async (root) => {
      const sent: unknown = client.configuration
        ? await connection.workspace.getConfiguration({ scopeUri: uriOf(root), section: "idemlint" })
        : undefined;
      return settingsFrom(sent, client.settings);
    },
    progress: async (title) => {
      const progress = await connection.window.createWorkDoneProgress();
      progress.begin(title);
      return () => {
        progress.done();
      };
    },
    *openTexts() {
      for (const document of documents.all()) {
        const file = fileOf(document.uri);
        if (file !== undefined) yield [file, document.getText()] as const;
      }
    },
    onChange: (folder) => {
      for (const listener of listeners) listener(folder);
    },
  });

  const context: ServerContext = { connection, client, documents, sessions, texts, log, proofs: createFolderProofs() };
  registerHover(context);
  registerCodeActions(context);
  registerCommands(context);
  registerPath(context);
  registerMap(context);
  registerEntryPoints(context);
  listeners.push(registerDiagnostics(context), registerCodeLens(context), registerStatus(context));
  const watch = registerWatch(context);

  return async () => {
    log.info(`serving ${client.name}`);
    for (const { uri } of foldersOf(params)) {
      const folder = fileOf(uri);
      if (folder !== undefined) sessions.add(folder);
    }
    await watch();
  };
}

function capabilitiesFor(client: Client): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
    codeLensProvider: {},
    executeCommandProvider: { commands: Object.values(serverCommands) },
    ...(client.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: "idemlint",
            interFileDependencies: true,
            workspaceDiagnostics: true,
          },
        }
      : {}),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

function foldersOf(params: InitializeParams): readonly { readonly uri: string }[] {
  if (params.workspaceFolders) return params.workspaceFolders;
  // Clients from before there were several folders send this alone.
  const { rootUri } = params as { readonly rootUri?: unknown };
  return typeof rootUri === "string" ? [{ uri: rootUri }] : [];
}
