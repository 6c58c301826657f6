import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { RawClient, type Answers } from "./raw-client.js";

/** Folders on disk by name, each with files by name. */
export type Folders = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface EditorOptions {
  readonly capabilities?: Record<string, unknown>;
  readonly initializationOptions?: Record<string, unknown>;
  /** The `idemlint` section that `workspace/configuration` answers with, per folder name. */
  readonly settings?: (folder: string) => Record<string, unknown>;
  /** Folders that the editor does not open. */
  readonly closed?: readonly string[];
  readonly answers?: Answers;
  /** The server's main file; the one with the fake analyzer when absent. */
  readonly main?: string;
}

/** What a modern editor says that it can do. */
export const modern = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  window: { workDoneProgress: true, showDocument: { support: true } },
};

/** What an old one says. */
export const plain = { workspace: {}, textDocument: { publishDiagnostics: {} } };

/** A server started on folders of its own, with a raw client at the other end. */
export class Editor {
  readonly client: RawClient;
  readonly #root: string;
  readonly #versions = new Map<string, number>();

  private constructor(root: string, client: RawClient) {
    this.#root = root;
    this.client = client;
  }

  static async open(folders: Folders, options: EditorOptions = {}): Promise<Editor> {
    const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "idemlint-server-")));
    for (const [folder, files] of Object.entries(folders)) {
      fs.mkdirSync(path.join(root, folder), { recursive: true });
      for (const [name, text] of Object.entries(files)) {
        fs.mkdirSync(path.dirname(path.join(root, folder, name)), { recursive: true });
        fs.writeFileSync(path.join(root, folder, name), text);
      }
    }
    const main = options.main ?? fileURLToPath(new URL("./fake-main.ts", import.meta.url));
    const client = new RawClient([process.execPath, "--import=tsx", main, "--stdio"], {
      "workspace/configuration": ({ items }: { items: { scopeUri: string }[] }) =>
        items.map(({ scopeUri }) => options.settings?.(path.basename(scopeUri)) ?? {}),
      ...options.answers,
    });
    const editor = new Editor(root, client);
    const opened = Object.keys(folders).filter((folder) => !options.closed?.includes(folder));
    await client.request("initialize", {
      processId: process.pid,
      rootUri: opened[0] === undefined ? null : editor.uri(opened[0]),
      workspaceFolders: opened.map((name) => ({ uri: editor.uri(name), name })),
      capabilities: options.capabilities ?? modern,
      initializationOptions: options.initializationOptions ?? {},
    });
    client.notify("initialized", {});
    return editor;
  }

  uri(name: string): string {
    return pathToFileURL(path.join(this.#root, name)).href;
  }

  write(name: string, text: string): void {
    fs.writeFileSync(path.join(this.#root, name), text);
  }

  read(name: string): string {
    return fs.readFileSync(path.join(this.#root, name), "utf8");
  }

  show(name: string, text = this.read(name)): void {
    this.#versions.set(name, 1);
    const textDocument = { uri: this.uri(name), languageId: "typescript", version: 1, text };
    this.client.notify("textDocument/didOpen", { textDocument });
  }

  type(name: string, text: string): void {
    const version = (this.#versions.get(name) ?? 0) + 1;
    this.#versions.set(name, version);
    const textDocument = { uri: this.uri(name), version };
    this.client.notify("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
  }

  ask<Result>(method: string, name: string, more: Record<string, unknown> = {}): Promise<Result> {
    return this.client.request(`textDocument/${method}`, { textDocument: { uri: this.uri(name) }, ...more });
  }

  changedOnDisk(name: string): void {
    this.client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: this.uri(name), type: 2 }] });
  }

  async close(): Promise<void> {
    await this.client.stop();
    fs.rmSync(this.#root, { recursive: true, force: true });
  }
}
