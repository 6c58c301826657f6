import path from "node:path";
import * as vscode from "vscode";
import { FileChangeType, LanguageClient, TransportKind, type ServerOptions } from "vscode-languageclient/node";
import {
  clientCommands,
  statusNotification,
  type InitializationOptions,
  type StatusParams,
} from "../server/protocol.js";

/** What features know of the server: requests to it, and how it is doing. */
export interface ServerHandle {
  readonly output: vscode.LogOutputChannel;
  readonly onStatus: vscode.Event<ServerStatus>;
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Waits until the server runs; `undefined` when it does not. */
  request<Result>(method: string, params: unknown): Promise<Result | undefined>;
  /** A file was written that watchers may miss, such as the first one of a new folder. */
  changed(file: string): void;
  dispose(): void;
}

export type ServerStatus =
  | { readonly state: "starting" }
  | { readonly state: "running"; readonly folders: StatusParams["folders"] }
  | { readonly state: "stopped"; readonly reason: string };

/** Languages whose files are checked, and the schema and configuration that they rest on. */
export const documentSelector = [
  { scheme: "file", language: "typescript" },
  { scheme: "file", language: "typescriptreact" },
  { scheme: "file", language: "javascript" },
  { scheme: "file", language: "javascriptreact" },
  { scheme: "file", pattern: "**/*.{prisma,zmodel,sql}" },
  { scheme: "file", pattern: "**/idemlint.config.json" },
];

/** Prepares a client; nothing runs before `start`. */
export function createServerHandle(context: vscode.ExtensionContext): ServerHandle {
  const output = vscode.window.createOutputChannel("Idemlint", { log: true });
  const status = new vscode.EventEmitter<ServerStatus>();
  let client: LanguageClient | undefined;
  let starting: Promise<void> = Promise.resolve();

  async function launch(): Promise<void> {
    status.fire({ state: "starting" });
    const launched = new LanguageClient("idemlint", "Idemlint", serverOptions(context), {
      documentSelector,
      outputChannel: output,
      initializationOptions: {
        commands: Object.values(clientCommands),
        status: true,
      } satisfies InitializationOptions,
      initializationFailedHandler: () => false,
    });
    client = launched;
    launched.onNotification(statusNotification, ({ folders }: StatusParams) => {
      status.fire({ state: "running", folders });
    });
    try {
      await launched.start();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      output.error(`The server did not start: ${reason}`);
      status.fire({ state: "stopped", reason });
    }
  }

  async function stop(): Promise<void> {
    const running = client;
    client = undefined;
    await running?.dispose().catch((error: unknown) => {
      output.warn(`The server did not stop in time: ${String(error)}`);
    });
  }

  return {
    output,
    onStatus: status.event,
    start: () => (starting = launch()),
    restart: () => (starting = starting.then(stop).then(launch)),
    request: async <Result>(method: string, params: unknown) => {
      await starting;
      return client?.isRunning() === true ? client.sendRequest<Result>(method, params) : undefined;
    },
    changed: (file) => {
      const changes = [{ uri: vscode.Uri.file(file).toString(), type: FileChangeType.Changed }];
      if (client?.isRunning() === true) void client.sendNotification("workspace/didChangeWatchedFiles", { changes });
    },
    dispose: () => {
      status.dispose();
      void stop().finally(() => {
        output.dispose();
      });
    },
  };
}

function serverOptions(context: vscode.ExtensionContext): ServerOptions {
  const module = ownServer() ?? context.asAbsolutePath(path.join("dist", "server.js"));
  const run = { module, transport: TransportKind.ipc };
  return { run, debug: { ...run, options: { execArgv: ["--nolazy", "--inspect=6017"] } } };
}

/** The server that the settings name; only in a trusted workspace. */
function ownServer(): string | undefined {
  const configured = vscode.workspace.getConfiguration("idemlint").get<string>("server.path") ?? "";
  if (configured === "" || !vscode.workspace.isTrusted) return undefined;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return folder === undefined ? path.resolve(configured) : path.resolve(folder, configured);
}
