import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
} from "vscode-languageserver/node";
import type { ServerContext } from "../context.js";
import { fileOf } from "../uris.js";

/** Hears of edits, files changed on disk, folders and settings. Returns what to call once the client is initialized. */
export function registerWatch(context: ServerContext): () => Promise<void> {
  const { connection, client, documents, sessions, log } = context;

  documents.onDidChangeContent(({ document }) => {
    const file = fileOf(document.uri);
    if (file !== undefined) sessions.setText(file, document.getText());
  });
  documents.onDidClose(({ document }) => {
    const file = fileOf(document.uri);
    if (file !== undefined) sessions.setText(file, undefined);
  });
  documents.onDidSave(({ document }) => {
    const file = fileOf(document.uri);
    if (file !== undefined) sessions.touch([file]);
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    sessions.touch(changes.flatMap(({ uri }) => fileOf(uri) ?? []));
  });
  connection.onDidChangeConfiguration(() => {
    sessions.reconfigure().catch((error: unknown) => log.error("reading the settings failed", error));
  });

  return async () => {
    if (client.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) withFile(uri, sessions.remove);
        for (const { uri } of added) withFile(uri, sessions.add);
      });
    }
    if (client.watchesConfiguration) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: "idemlint" });
    }
    if (client.watchesFiles) {
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [...watchers] });
    }
  };
}

const watchers: readonly FileSystemWatcher[] = [
  { globPattern: "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}" },
  { globPattern: "**/*.{prisma,zmodel,sql,yml,yaml}" },
  { globPattern: "**/{tsconfig,jsconfig}*.json" },
  { globPattern: "**/{package,vercel}.json" },
  { globPattern: "**/.idemlint/verdicts.json" },
  { globPattern: "**/idemlint.config.{ts,mts,cts,js,mjs,cjs,json}" },
];

function withFile(uri: string, use: (file: string) => void): void {
  const file = fileOf(uri);
  if (file !== undefined) use(file);
}
